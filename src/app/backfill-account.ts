import { HOUR_MS } from '../domain/instant.ts';
import type { Journal } from '../journal/journal.ts';
import { backfill, type BackfillParts } from '../pipeline/backfill.ts';
import { drainSinks, type DrainParts } from '../pipeline/backfill-drain.ts';
import { readerOfHistory, readerOfSource } from '../pipeline/backfill-reader.ts';
import type { Clock } from '../platform/clock.ts';
import type { Random } from '../platform/random.ts';
import type { BackfilledAccount } from './backfill-report.ts';
import type { AskedSpan } from './backfill-span.ts';
import { createBackfillTally, partOf } from './backfill-tally.ts';
import type { AccountPlan } from './build-bridge.ts';

/** What every account is filled with. */
export interface FillTools {
  readonly journal: Journal;
  readonly clock: Clock;
  readonly random: Random;
  readonly note: (text: string) => void;
}

/** One account on its way: first `read`, then `deliver`, then `report`. */
export interface AccountFill {
  readonly name: string;
  /** @throws see `backfill` */
  read(progress: BackfillParts['progress'], signal: AbortSignal): Promise<void>;
  /** @throws see `drainSinks` */
  deliver(progress: DrainParts['progress'], signal: AbortSignal): Promise<void>;
  /** What was read counts as read until everything is confirmed. */
  finish(): Promise<void>;
  report(): BackfilledAccount;
}

/** Nothing of it has begun. */
export function createAccountFill(
  plan: AccountPlan,
  span: AskedSpan,
  tools: FillTools,
): AccountFill {
  const { name, state, toleranceMs } = plan;
  const tally = createBackfillTally(tools.note);
  const given = { ...tools, account: name, state, emit: tally.emit };
  let forget: () => Promise<void> = async () => undefined;
  let report: BackfilledAccount = {
    name,
    sources: [],
    sinks: [],
    records: 0,
    added: 0,
    changed: 0,
    known: 0,
    setAside: 0,
  };
  return {
    name,
    async read(progress, signal) {
      const sources = await Promise.all(plan.sources.map((part) => part.create()));
      const history = await Promise.all(plan.history.map((part) => part.create()));
      const readers = [...sources.map(readerOfSource), ...history.map(readerOfHistory)];
      for (const { name: source, reachMs } of readers) {
        const isBeyond = reachMs !== undefined && span.from < tools.clock.now() - reachMs;
        if (isBeyond) tools.note(reachNote(name, source, reachMs, readers.length > 1));
      }
      let records = 0;
      const result = await backfill(
        {
          ...given,
          readers,
          span,
          toleranceMs,
          progress: (one) => {
            records = one.records;
            progress(one);
          },
        },
        signal,
      );
      const { added, changed } = result;
      forget = result.forget;
      report = {
        ...report,
        sources: result.readers.map(partOf),
        records,
        added,
        changed,
        known: Math.max(0, records - added - changed),
        setAside: tally.setAside,
      };
    },
    async deliver(progress, signal) {
      const sinks = await Promise.all(plan.sinks.map((part) => part.create()));
      const results = await drainSinks({ ...given, sinks, progress }, signal);
      report = { ...report, sinks: results.map((result) => tally.sink(result)) };
    },
    async finish() {
      if (report.sinks.every(({ outcome }) => outcome === 'ok')) await forget();
    },
    report: () => report,
  };
}

function reachNote(account: string, source: string, reachMs: number, isHelped: boolean): string {
  const rest = isHelped
    ? 'what is older comes from the Web API'
    : 'what is older needs the Web API (set DEXCOM_CLIENT_ID and DEXCOM_CLIENT_SECRET, run authorize, and leave --source out)';
  return `${account}, source ${source}: it reaches back ${Math.round(reachMs / HOUR_MS)} hours only; ${rest}.`;
}
