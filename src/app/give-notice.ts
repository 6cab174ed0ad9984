import { MINUTE_MS } from '../domain/instant.ts';
import type { Journal } from '../journal/journal.ts';
import type { Clock } from '../platform/clock.ts';
import type { HttpClient } from '../platform/http-client.ts';
import { systemRandom } from '../platform/random.ts';
import type { BridgeEvent, Emit } from '../telemetry/events.ts';
import type { BridgeState } from './open-state.ts';
import { partsOf } from './plan-accounts.ts';
import { secretsOf, type BridgeConfiguration } from './read-configuration.ts';
import { createRelay } from './relay.ts';

/** What notices are given of. */
export interface NoticeFacts {
  readonly config: BridgeConfiguration;
  readonly journal: Journal;
  readonly state: BridgeState;
  readonly clock: Clock;
  readonly http: () => Promise<HttpClient>;
  readonly emit: Emit;
  /** Hear every event; more may join. */
  readonly listeners: Emit[];
  /** Nothing is loaded before that: the first reading comes first. */
  readonly after: Promise<unknown>;
}

/** Name of the slot that holds what people were told, among those of the first account: where its tokens last, it lasts. */
const SLOT = 'notices';

/** Tells people what stops and what is well again, until the signal is aborted; nothing where nobody wants it. */
export async function giveNotice(facts: NoticeFacts, signal: AbortSignal): Promise<void> {
  const { config, journal, state, clock, http, emit, listeners } = facts;
  const { notify, display, accounts } = config;
  const [first] = accounts;
  if (notify === undefined || first === undefined) return;
  const events = createRelay<BridgeEvent>();
  listeners.push(events.note);
  await facts.after;
  const { createNotifier } = await import('../notify/index.ts');
  const notifier = createNotifier({
    target: notify,
    afterMs: notify.afterMinutes * MINUTE_MS,
    accounts: accounts.map(partsOf),
    newest: async (account) => (await journal.newest(account))?.record,
    slot: state.of(first.name).store.slot(first.name, SLOT),
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
