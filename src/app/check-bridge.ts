import { ConfigFaults } from '../config/index.ts';
import { asFailure } from '../domain/failure.ts';
import { systemClock } from '../platform/clock.ts';
import { createUrgentWork } from '../platform/urgent-work.ts';
import type { Call } from './call.ts';
import { checkNotify } from './check-notify.ts';
import { checkParts } from './check-parts.ts';
import { checkReport, type CheckReport } from './check-report.ts';
import { faultRow, type CheckRow } from './check-row.ts';
import { EXIT } from './exit-codes.ts';
import { openForWriting } from './open-journal.ts';
import { readEverything, type BridgeConfiguration } from './read-configuration.ts';
import { watchForStop, type StoppableProcess } from './shutdown.ts';
import { stoppedBy } from './stopped.ts';

/**
 * Looks at everything a run needs, beside a daemon that may be running: one login a source, none where a latch is
 * closed; a refusal closes the latch, so that the daemon does not repeat it.
 * @param options `testNotice`: send one to where notices go
 * @throws BridgeFailure `bridge.stopped`, `state.…`
 */
export async function checkBridge(
  call: Call,
  process: StoppableProcess,
  { testNotice = false }: { readonly testNotice?: boolean } = {},
): Promise<CheckReport> {
  const rows: CheckRow[] = [];
  const config = await checkConfiguration(call, rows);
  if (config === undefined) return checkReport(rows);
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
    return checkReport(rows);
  }
  const urgent = createUrgentWork();
  const stop = watchForStop({ process, clock: systemClock, urgent });
  try {
    rows.push({ result: 'ok', what, detail: config.dataDir });
    rows.push(...(await checkParts(config, journal, urgent, stop.signal)));
    rows.push(...(await checkNotify(config.notify, testNotice, stop.signal)));
  } catch (thrown) {
    if (!stop.signal.aborted) throw thrown;
    throw stoppedBy(stop.crash, 'The check was not finished.');
  } finally {
    await journal.close();
    stop.dispose();
  }
  return checkReport(rows);
}

/** Its rows; nothing when it has a fault. */
async function checkConfiguration(
  call: Call,
  rows: CheckRow[],
): Promise<BridgeConfiguration | undefined> {
  const what = 'configuration';
  try {
    const { config, warnings } = await readEverything(call);
    const people = config.accounts.map(({ name }) => name).join(', ');
    rows.push({ result: 'ok', what, detail: `complete; accounts: ${people}` });
    for (const detail of warnings) rows.push({ result: 'note', what, detail });
    return config;
  } catch (thrown) {
    if (!(thrown instanceof ConfigFaults)) throw thrown;
    for (const { setting, text } of thrown.faults) {
      rows.push({ result: 'fault', what, detail: `${setting}: ${text}`, exitCode: EXIT.config });
    }
    return undefined;
  }
}
