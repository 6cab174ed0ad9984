import { DAY_MS, HOUR_MS, type EpochMs } from '../domain/instant.ts';
import type { PageFacts } from './page-facts.ts';
import type { LastDay, PageReading, PageState } from './page-state.ts';
import { readReadings, toPageReading } from './read-readings.ts';
import { gapsBetween } from './view/gaps.ts';

/** How far back `recent` goes. */
export const RECENT_MS = 3 * HOUR_MS;

/** How one account stands now. @param history see PageState. */
export async function readState(
  facts: PageFacts,
  account: string,
  history: number,
): Promise<PageState> {
  const { journal, clock, display, isSimulated } = facts;
  const shown = await facts.describe(account);
  const names = shown.sources.map(({ name }) => name);
  const [row, day] = await Promise.all([
    journal.newest(account),
    readReadings(facts, account, DAY_MS, names),
  ]);
  const now = clock.now();
  return {
    account,
    now,
    isSimulated,
    display,
    ...(row === undefined ? {} : { newest: toPageReading(row.record, names) }),
    recent: day.filter(({ at }) => at >= now - RECENT_MS),
    lastDay: lastDayOf(day, now),
    records: shown.records,
    setAside: shown.setAside,
    refused: shown.refused,
    sources: shown.sources,
    sinks: shown.sinks,
    history,
  };
}

function lastDayOf(day: readonly PageReading[], now: EpochMs): LastDay {
  const gaps = gapsBetween(
    day.map(({ at }) => at),
    now,
  );
  const bySource = { share: 0, 'web-api': 0 };
  for (const { source } of day) bySource[source] += 1;
  return {
    bySource,
    gaps: gaps.length,
    longestGapMs: Math.max(0, ...gaps.map(({ from, to }) => to - from)),
  };
}
