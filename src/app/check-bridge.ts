import { ConfigFaults } from '../config/index.ts';
import { asFailure } from '../domain/failure.ts';
import { systemClock } from '../platform/clock.ts';
import { systemRandom } from '../platform/random.ts';
import { createUrgentWork } from '../platform/urgent-work.ts';
import { USER_AGENT } from '../platform/version.ts';
import type { Call } from './call.ts';
import { faultRow, type CheckRow } from './check-row.ts';
import { checkHistory } from './check-history.ts';
import { checkSink } from './check-sink.ts';
import { checkSource } from './check-source.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { openForWriting } from './open-journal.ts';
import { openState } from './open-state.ts';
import { planAccounts } from './plan-accounts.ts';
import { readEverything } from './read-configuration.ts';

/** The whole table. */
export interface CheckReport {
  readonly rows: readonly CheckRow[];
  readonly exitCode: ExitCode;
}

/**
 * Looks at everything a run needs, beside a daemon that may be running: one login a source, none where a latch is
 * closed; a refusal closes the latch, so that the daemon does not repeat it.
 */
export async function checkBridge(call: Call, signal: AbortSignal): Promise<CheckReport> {
  const rows: CheckRow[] = [];
  const loaded = await readEverything(call).catch((thrown: unknown) => {
    if (!(thrown instanceof ConfigFaults)) throw thrown;
    for (const { setting, text } of thrown.faults) {
      const detail = `${setting}: ${text}`;
      rows.push({ result: 'fault', what: 'configuration', detail, exitCode: EXIT.config });
    }
    return undefined;
  });
  if (loaded === undefined) return report(rows);
  const { config, warnings } = loaded;
  const people = config.accounts.map(({ name }) => name).join(', ');
  rows.push({ result: 'ok', what: 'configuration', detail: `complete; accounts: ${people}` });
  for (const detail of warnings) rows.push({ result: 'note', what: 'configuration', detail });

  const what = 'data folder';
  const journal = await openForWriting(config.dataDir).catch((thrown: unknown) => {
    rows.push(faultRow(what, asFailure(thrown)));
    return undefined;
  });
  if (journal === undefined) {
    // A refusal could not be remembered, and the daemon would repeat it: so nothing is tried.
    rows.push({
      result: 'note',
      what: 'logins',
      detail: 'not tried: a refused one could not be remembered. Mend the data folder first.',
    });
    return report(rows);
  }
  try {
    rows.push({ result: 'ok', what, detail: config.dataDir });
    const { createHttpClient } = await import('../platform/http-client.ts');
    const client = createHttpClient(USER_AGENT);
    let closing: (() => Promise<void>) | undefined;
    try {
      const state = await openState(config, journal, systemClock);
      closing = () => state.close();
      const tools = { clock: systemClock, signal };
      const plan = planAccounts(
        config,
        {
          ...tools,
          state,
          random: systemRandom,
          urgent: createUrgentWork(),
          http: () => Promise.resolve(client),
        },
        // A Share login of its own: the session of a running daemon is left alone. A token is everybody’s.
        (account, name) =>
          name.startsWith('session:') ? forgetful() : state.of(account).store.slot(account, name),
      );
      const looks = plan.flatMap(({ name, state: store, sources, history, sinks }) => {
        const given = { ...tools, state: store, account: name };
        return [
          ...sources.map((part) => checkSource(part, given)),
          ...history.map((part) => checkHistory(part, given)),
          ...sinks.map((part) => checkSink(part, given)),
        ];
      });
      rows.push(...(await Promise.all(looks)).flat());
    } finally {
      await closing?.();
      client.close();
    }
  } finally {
    await journal.close();
  }
  return report(rows);
}

/** A slot that keeps its value for this one look. */
function forgetful() {
  let held: string | undefined;
  return {
    read: async () => held,
    write: async (value: string) => {
      held = value;
    },
    clear: async () => {
      held = undefined;
    },
    swap: async (expected: string | undefined, next: string) => {
      if (held !== expected) return false;
      held = next;
      return true;
    },
  };
}

/** Wrong settings first, then refused credentials, then what may pass by itself. */
function report(rows: readonly CheckRow[]): CheckReport {
  const codes = rows.flatMap((row) => (row.result === 'fault' ? [row.exitCode ?? EXIT.bug] : []));
  const order: readonly ExitCode[] = [EXIT.bug, EXIT.config, EXIT.inUse, EXIT.refused];
  const exitCode =
    order.find((code) => codes.includes(code)) ?? (codes.length > 0 ? EXIT.unavailable : EXIT.ok);
  return { rows, exitCode };
}
