import { MINUTE_MS, epochMs, type EpochMs } from '../domain/instant.ts';
import type { Reading } from '../domain/reading.ts';
import { trendNumber } from '../domain/trend.ts';
import type { PageFacts } from './page-facts.ts';
import type { PageReading } from './page-state.ts';
import { sourceOf } from './source-of.ts';

/** Dexcom’s clock may be so far ahead of ours; what is further ahead was never recorded. */
const AHEAD_MS = 10 * MINUTE_MS;

/** The readings of an account in the last `spanMs`, ascending. @param sources names of the account’s own. */
export async function readReadings(
  { journal, clock }: Pick<PageFacts, 'journal' | 'clock'>,
  account: string,
  spanMs: number,
  sources: readonly string[],
): Promise<readonly PageReading[]> {
  const now = clock.now();
  const rows = await journal.readRange(account, epochMs(now - spanMs), epochMs(now + AHEAD_MS));
  return rows.map(({ record }) => toPageReading(record, sources));
}

/** A reading as the page shows it. */
export function toPageReading(reading: Reading, sources: readonly string[]): PageReading {
  const at: EpochMs = reading.systemTime;
  return {
    at,
    glucoseMgdl: reading.glucoseMgdl,
    ...(reading.trend === undefined ? {} : { trend: trendNumber(reading.trend) }),
    source: sourceOf(reading, sources),
  };
}
