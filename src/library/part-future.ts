import { MINUTE_MS, toIsoUtc, type EpochMs } from '../domain/instant.ts';
import type { Observation } from '../domain/record.ts';
import type { Reading } from '../domain/reading.ts';
import type { SkippedRecord } from './skipped-record.ts';

/** A reading dated further ahead than this is none of now: a receiver’s clock was wrong. */
const GREATEST_LEAD_MS = 10 * MINUTE_MS;

/** Parts readings that lie in the future from the rest. @param now by Dexcom’s clock, where it told */
export function partFuture(
  readings: readonly Observation<Reading>[],
  now: EpochMs,
): { readonly present: Observation<Reading>[]; readonly future: SkippedRecord[] } {
  const present: Observation<Reading>[] = [];
  const future: SkippedRecord[] = [];
  for (const reading of readings) {
    if (reading.systemTime - now <= GREATEST_LEAD_MS) present.push(reading);
    else future.push(setAside(reading));
  }
  return { present, future };
}

function setAside({ source, systemTime, glucoseMgdl, trend }: Observation<Reading>): SkippedRecord {
  const time = toIsoUtc(systemTime);
  return {
    source,
    key: `${source} ${time} ${glucoseMgdl} in the future`,
    reason: `time: ${time} is more than 10 minutes in the future`,
    sample: JSON.stringify({ time, glucoseMgdl, trend }),
  };
}
