import { HOUR_MS, type EpochMs } from '../domain/instant.ts';
import type { Reading } from '../domain/reading.ts';
import type { Observation } from '../domain/record.ts';
import type { Held, Ledger } from '../journal/journal.ts';
import { factsOf, type MergeOutcome, type Merged, type MergeTerms } from './merged.ts';

/** A clock error is at most this; readings of equal ticks further apart are not the same. */
const GREATEST_CLOCK_ERROR_MS = HOUR_MS;

/** Ticks are seconds; half the sensor’s period tells neighbours apart. */
const TICKS_TOLERANCE = 150;

/**
 * Joins one observation of a reading into the ledger. First match wins: equal record id of the same source; equal transmitter and
 * ticks; nearer than the tolerance in system time. The record keeps its first system time, takes what is new to it,
 * and takes another value only from the source that said the value under that very id. Repeating it changes nothing.
 */
export function mergeReading(
  ledger: Ledger,
  observation: Observation<Reading>,
  { toleranceMs, now }: MergeTerms,
): Merged<Reading> {
  const { source, sourceRecordId } = observation;
  const known = sourceRecordId
    ? ledger.findBySourceId('reading', source, sourceRecordId)
    : undefined;
  const held = known ?? findSame(ledger, observation, toleranceMs);
  if (held === undefined) {
    const record = factsOf<Reading>(observation);
    ledger.remember(ledger.insert(record, now), observation, now);
    return { outcome: 'added', record, others: [] };
  }
  const record = enrich(held.record, observation, known?.said);
  const outcome = apply(ledger, held, record, now);
  ledger.remember(held, observation, now);
  return { outcome, record, others: [] };
}

function findSame(
  ledger: Ledger,
  observation: Observation<Reading>,
  toleranceMs: number,
): Held<Reading> | undefined {
  const { systemTime, transmitterId, transmitterTicks } = observation;
  if (transmitterId && transmitterTicks) {
    const sameTicks = ledger
      .findByTicks(transmitterId, transmitterTicks, TICKS_TOLERANCE)
      .find(({ record }) => Math.abs(record.systemTime - systemTime) <= GREATEST_CLOCK_ERROR_MS);
    if (sameTicks) return sameTicks;
  }
  // "Closer than" excludes the tolerance itself: two readings exactly half a period apart are two readings.
  const nearest = ledger.findNear('reading', systemTime, Math.max(toleranceMs - 1, 0));
  return nearest[0];
}

/** The record with what the observation adds. `said` is what this source said before under the same id. */
function enrich(
  record: Reading,
  observation: Observation<Reading>,
  said: Observation<Reading> | undefined,
): Reading {
  const changed = said !== undefined && said.glucoseMgdl !== observation.glucoseMgdl;
  const trendChanged =
    said !== undefined && observation.trend !== undefined && said.trend !== observation.trend;
  const rateChanged =
    said !== undefined &&
    observation.trendRateMgdlPerMin !== undefined &&
    said.trendRateMgdlPerMin !== observation.trendRateMgdlPerMin;
  const added = factsOf<Reading>(observation);
  return {
    ...added,
    ...record,
    ...(changed ? { glucoseMgdl: observation.glucoseMgdl } : {}),
    ...(trendChanged ? { trend: observation.trend } : {}),
    ...(rateChanged ? { trendRateMgdlPerMin: observation.trendRateMgdlPerMin } : {}),
  };
}

/** Fields that sinks write: when one of them differs, every sink must meet the record again. */
const DELIVERED = ['glucoseMgdl', 'trend', 'utcOffsetMinutes'] as const;

/** Fields that only the journal keeps. */
const KEPT = [
  'trendRateMgdlPerMin',
  'transmitterId',
  'transmitterTicks',
  'transmitterGeneration',
  'transmitterVariant',
  'displayDevice',
  'displayApp',
  'recordId',
] as const;

function apply(ledger: Ledger, held: Held<Reading>, record: Reading, now: EpochMs): MergeOutcome {
  if (DELIVERED.some((field) => held.record[field] !== record[field])) {
    ledger.change(held, record, now);
    return 'changed';
  }
  if (KEPT.some((field) => held.record[field] !== record[field])) ledger.amend(held, record);
  return 'known';
}
