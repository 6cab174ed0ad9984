import { ConfigFaults } from '../config/index.ts';
import { allSettledOrStopped } from '../pipeline/backfill-together.ts';
import { systemClock, type Clock } from '../platform/clock.ts';
import { systemRandom } from '../platform/random.ts';
import { createUrgentWork } from '../platform/urgent-work.ts';
import { createAccountFill, type AccountFill } from './backfill-account.ts';
import type { BackfillCall, BackfillTell } from './backfill-call.ts';
import { choosePlans } from './backfill-choice.ts';
import { nightscoutDocuments } from './backfill-documents.ts';
import { createProgressSum } from './backfill-progress.ts';
import { backfillExitCode, type BackfillReport } from './backfill-report.ts';
import { readSpan } from './backfill-span.ts';
import { openBackfillStage } from './backfill-stage.ts';
import { SINKS, TREATMENT_SINKS } from './modules.ts';
import { readEverything, readSurvey, type BridgeConfiguration } from './read-configuration.ts';
import { watchForStop } from './shutdown.ts';
import { stoppedBy } from './stopped.ts';

/**
 * Reads a span of the past into the journal and hands it to every destination; or, dry, only shows the documents.
 * @throws ConfigFaults; BridgeFailure `command.…`, `journal.…`, `state.bad_uri`, `bridge.stopped`
 */
export async function backfillHistory(asked: BackfillCall): Promise<BackfillReport> {
  const clock = systemClock;
  const span = await readSpan(asked.from, asked.to, clock.now());
  const config = await readSettings(asked);
  const urgent = createUrgentWork();
  const stop = watchForStop({ process: asked.process, clock, urgent });
  try {
    const { dryRun, tell } = asked;
    const stage = await openBackfillStage({ config, dryRun, clock, urgent }, stop.signal);
    try {
      const { journal } = stage;
      const tools = { journal, clock, random: systemRandom, note: tell.note };
      const plans = choosePlans(stage.plans, asked);
      const fills = plans.map((plan) => createAccountFill(plan, span, tools));
      const records = await readAll(fills, tell, clock, stop.signal);
      if (dryRun) {
        const chosen = config.accounts.filter(({ name }) => fills.some((one) => one.name === name));
        for await (const document of nightscoutDocuments(journal, chosen, clock.now())) {
          stop.signal.throwIfAborted();
          if (!(await tell.document(document))) break;
        }
      } else {
        await deliverAll(fills, tell, clock, records, stop.signal);
        for (const fill of fills) await fill.finish();
      }
      const accounts = fills.map((fill) => fill.report());
      const mongo: readonly string[] = [SINKS.mongo.name, TREATMENT_SINKS.mongo.name];
      return {
        from: span.from,
        to: span.end,
        dryRun,
        accounts,
        wroteMongo: accounts
          .flatMap(({ sinks }) => sinks)
          .some(({ name, written }) => mongo.includes(name) && written > 0),
        exitCode: backfillExitCode(accounts),
      };
    } finally {
      await stage.close();
    }
  } catch (thrown) {
    if (!stop.signal.aborted) throw thrown;
    throw stoppedBy(
      stop.crash,
      asked.dryRun
        ? 'Nothing was changed.'
        : 'What was read is in the journal; the same command goes on where it was.',
    );
  } finally {
    stop.dispose();
  }
}

/** A dry run needs no destination. */
async function readSettings({ call, dryRun, tell }: BackfillCall): Promise<BridgeConfiguration> {
  if (!dryRun) {
    const { config, warnings } = await readEverything(call);
    for (const warning of warnings) tell.note(warning);
    return config;
  }
  const { config, warnings, faults, missing } = await readSurvey(call);
  const grave = faults.filter((fault) => !missing.includes(fault));
  if (config === undefined || grave.length > 0) throw new ConfigFaults(faults);
  for (const warning of warnings) tell.note(warning);
  return config;
}

/** How many records the answers held. */
async function readAll(
  fills: readonly AccountFill[],
  tell: BackfillTell,
  clock: Clock,
  signal: AbortSignal,
): Promise<number> {
  const sum = createProgressSum('reading', clock, tell.progress);
  await allSettledOrStopped(
    fills,
    (fill, both) =>
      fill.read(({ windowsDone: done, windowsTotal: total, records }) => {
        sum.note(fill.name, { done, total, records });
      }, both),
    signal,
  );
  return fills.reduce((records, fill) => records + fill.report().records, 0);
}

async function deliverAll(
  fills: readonly AccountFill[],
  tell: BackfillTell,
  clock: Clock,
  records: number,
  signal: AbortSignal,
): Promise<void> {
  const sum = createProgressSum('delivering', clock, tell.progress, records);
  sum.tell();
  await allSettledOrStopped(
    fills,
    (fill, both) =>
      fill.deliver(({ sink, confirmed: done, total }) => {
        sum.note(`${fill.name} ${sink}`, { done, total });
      }, both),
    signal,
  );
}
