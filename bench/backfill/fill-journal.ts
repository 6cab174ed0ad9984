import type { Journal } from '../../src/journal/journal.ts';
import type { MgDl } from '../../src/domain/glucose.ts';
import { epochMs, type EpochMs } from '../../src/domain/instant.ts';
import type { Reading } from '../../src/domain/reading.ts';
import type { Observation } from '../../src/domain/record.ts';
import { TRENDS } from '../../src/domain/trend.ts';
import { ingestBatch } from '../../src/pipeline/ingest.ts';

const PERIOD_MS = 300_000;
const PER_BATCH = 2_000;
const TOLERANCE_MS = 150_000;

/** Puts `count` readings, the newest a minute old, into the journal by the way every reading takes; how long that took in ms. */
export async function fillJournal(
  journal: Journal,
  account: string,
  count: number,
  now: EpochMs,
): Promise<number> {
  const startedAt = performance.now();
  for (let from = 0; from < count; from += PER_BATCH) {
    const observations = Array.from({ length: Math.min(PER_BATCH, count - from) }, (_, offset) =>
      observationOf(from + offset, count, now),
    );
    const first = observations[0]?.systemTime ?? now;
    const batch = { observations, skipped: [], coveredFrom: first };
    await ingestBatch({ journal, account, toleranceMs: TOLERANCE_MS }, batch, now);
  }
  return performance.now() - startedAt;
}

function observationOf(index: number, count: number, now: EpochMs): Observation<Reading> {
  const trend = TRENDS[1 + (index % 7)];
  return {
    kind: 'reading',
    source: 'share',
    systemTime: epochMs(now - 60_000 - (count - 1 - index) * PERIOD_MS),
    glucoseMgdl: Math.round(140 + 80 * Math.sin(index / 40)) as MgDl,
    ...(trend === undefined ? {} : { trend }),
    utcOffsetMinutes: 60,
  };
}
