import { randomBytes } from 'node:crypto';
import type { Journal } from '../journal/journal.ts';
import { keyedFingerprint, type Fingerprint } from '../platform/fingerprint.ts';

/** What belongs to the whole bridge is kept in the journal under this name, which no account can have. */
export const WHOLE_BRIDGE = '*';

const SLOT = 'fingerprint-key';
const KEY_BYTES = 32;

/**
 * The marks of this installation’s credentials. The key is made once and stays in the journal, so that a latch
 * recognises the same credentials after a restart, and a mark that gets out cannot be tried against guesses.
 */
export async function openFingerprint(journal: Journal): Promise<Fingerprint> {
  const slot = journal.slot(WHOLE_BRIDGE, SLOT);
  const known = await slot.read();
  if (known !== undefined) return keyedFingerprint(known);
  await slot.write(randomBytes(KEY_BYTES).toString('base64'));
  // Another process may have written its own between the look and the write: the one on disk counts.
  return keyedFingerprint((await slot.read()) ?? '');
}
