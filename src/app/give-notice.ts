import { MINUTE_MS } from '../domain/instant.ts';
import type { Journal } from '../journal/journal.ts';
import type { Clock } from '../platform/clock.ts';
import type { HttpClient } from '../platform/http-client.ts';
import { systemRandom } from '../platform/random.ts';
import type { BridgeEvent, Emit } from '../telemetry/events.ts';
import { WHOLE_BRIDGE } from './fingerprint-key.ts';
import { partsOf } from './plan-accounts.ts';
import { secretsOf, type BridgeConfiguration } from './read-configuration.ts';
import type { Relay } from './relay.ts';

/** What notices are given of. */
export interface NoticeFacts {
  readonly config: BridgeConfiguration;
  readonly journal: Journal;
  readonly clock: Clock;
  readonly http: () => Promise<HttpClient>;
  readonly emit: Emit;
  /** Facts, also those told before anybody listened. */
  readonly events: Relay<BridgeEvent>;
}

/** Name of the slot, of the whole bridge, that holds what people were told. */
const SLOT = 'notices';

/** Tells people what stops and what is well again, until the signal is aborted; nothing where nobody wants it. */
export async function giveNotice(facts: NoticeFacts, signal: AbortSignal): Promise<void> {
  const { config, journal, clock, http, emit, events } = facts;
  const { notify, display, accounts } = config;
  if (notify === undefined) return;
  const { createNotifier } = await import('../notify/index.ts');
  const notifier = createNotifier({
    target: notify,
    afterMs: notify.afterMinutes * MINUTE_MS,
    accounts: accounts.map(partsOf),
    newest: async (account) => (await journal.newest(account))?.record,
    slot: journal.slot(WHOLE_BRIDGE, SLOT),
    http,
    clock,
    random: systemRandom,
    emit,
    secrets: secretsOf(config),
    ...(notify.glucose ? { glucose: display.units } : {}),
  });
  events.connect(notifier.note);
  await notifier.run(signal);
}
