import type { Journal } from '../journal/journal.ts';
import { systemClock } from '../platform/clock.ts';
import { systemRandom } from '../platform/random.ts';
import type { UrgentWork } from '../platform/urgent-work.ts';
import { USER_AGENT } from '../platform/version.ts';
import { checkHistory } from './check-history.ts';
import type { CheckRow } from './check-row.ts';
import { checkSink } from './check-sink.ts';
import { checkSource } from './check-source.ts';
import { openState } from './open-state.ts';
import { overlaySlot } from './overlay-slot.ts';
import { planAccounts } from './plan-accounts.ts';
import type { BridgeConfiguration } from './read-configuration.ts';

/** Looks at every source and sink of every account, all at the same time. @throws BridgeFailure `state.…`, `journal.…` */
export async function checkParts(
  config: BridgeConfiguration,
  journal: Journal,
  urgent: UrgentWork,
  signal: AbortSignal,
): Promise<readonly CheckRow[]> {
  const { createHttpClient } = await import('../platform/http-client.ts');
  const client = createHttpClient(USER_AGENT);
  const closing: (() => unknown)[] = [() => client.close()];
  try {
    const state = await openState(config, journal, systemClock);
    closing.push(() => state.close());
    const tools = { clock: systemClock, signal };
    const plan = planAccounts(
      config,
      {
        ...tools,
        state,
        random: systemRandom,
        urgent,
        http: () => Promise.resolve(client),
      },
      // A Share login of its own: the session of a running daemon is left alone. A token is everybody’s.
      (account, name) =>
        name.startsWith('session:') ? overlaySlot() : state.of(account).store.slot(account, name),
    );
    const looks = plan.flatMap(({ name, state: store, sources, history, sinks }) => {
      const given = { ...tools, state: store, account: name };
      return [
        ...sources.map((part) => checkSource(part, given)),
        ...history.map((part) => checkHistory(part, given)),
        ...sinks.map((part) => checkSink(part, given)),
      ];
    });
    const rows = await Promise.allSettled(looks);
    return rows.flatMap((row) => {
      if (row.status === 'rejected') throw row.reason;
      return row.value;
    });
  } finally {
    for (const close of closing.reverse()) await close();
  }
}
