import { isLoopback } from '../platform/web-address.ts';
import type { Secret } from '../platform/secret.ts';
import type { Notes } from './faults.ts';
import { showListen, type Listen } from './listen.ts';
import type { Resolved } from './resolve.ts';

/** Nightscout demands as much of its own. */
const SHORTEST = 12;

/** Reports a listening address that other machines reach without a secret for readers. */
export function requireFeedSecret({ values, given }: Resolved, notes: Notes): void {
  const listen = values['listen'] as Listen | undefined;
  if (listen === undefined || (!listen.everywhere && isLoopback(listen.host))) return;
  const label = given['listen']?.label ?? 'LISTEN';
  const secret = values['feedApiSecret'] as Secret | undefined;
  if (secret === undefined) {
    // One that is given and wrong has been reported.
    if (given['feedApiSecret'] !== undefined) return;
    notes.fault(
      label,
      `${showListen(listen)} can be reached by other machines, and glucose values are served there: set FEED_API_SECRET (or FEED_API_SECRET_FILE) to at least ${SHORTEST} characters, or LISTEN to 127.0.0.1:${listen.port}.`,
      'missing',
    );
  } else if (secret.reveal().length < SHORTEST) {
    notes.warn(
      `${given['feedApiSecret']?.label ?? 'FEED_API_SECRET'} is shorter than ${SHORTEST} characters, and other machines can reach ${showListen(listen)}: choose a longer one.`,
    );
  }
}
