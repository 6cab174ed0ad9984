import { HOUR_MS, SECOND_MS, type EpochMs } from '../domain/instant.ts';
import type { Reading } from '../domain/reading.ts';
import type { Observation } from '../domain/record.ts';
import type { Held, Ledger } from '../journal/journal.ts';

/** A clock error is at most this; readings of equal ticks further apart are not the same. */
const GREATEST_CLOCK_ERROR_MS = HOUR_MS;

/** Ticks are seconds; half the sensor’s period tells neighbours apart. */
const TICKS_TOLERANCE = 150;

/** What an observation did to the journal. */
export type MergeOutcome = 'added' | 'changed' | 'known';

/** An outcome with the record as the journal now holds it. */
export interface Merged {
  readonly outcome: MergeOutcome;
  readonly record: Reading;
}

/**
 * Joins one observation into the ledger. First match wins: equal record id of the same source; equal transmitter and
 * ticks; nearer than the tolerance in system time. The record keeps its first system time, takes what is new to it,
 * and takes another value only from the source that said the value under that very id. Repeating it changes nothing.
 * @param toleranceMs half the sensor’s period by default; 0 joins only equal system times.
 */
export function mergeObservation(
  ledger: Ledger,
  observation: Observation,
  toleranceMs: number,
  now: EpochMs,
): Merged {
  const known = observation.sourceRecordId
    ? ledger.findBySourceId(observation.source, observation.sourceRecordId)
    : undefined;
  const held = known ?? findSame(ledger, observation, toleranceMs);
  if (held === undefined) {
    const record = toReading(observation);
    ledger.remember(ledger.insert(record, now), observation, now);
    return { outcome: 'added', record };
  }
  const record = enrich(held.record, observation, known?.said);
  const outcome = apply(ledger, held, record, now);
  ledger.remember(held, observation, now);
  return { outcome, record };
}

function findSame(ledger: Ledger, observation: Observation, toleranceMs: number): Held | undefined {
  const { systemTime, transmitterId, transmitterTicks } = observation;
  if (transmitterId && transmitterTicks) {
    const sameTicks = ledger
      .findByTicks(transmitterId, transmitterTicks, TICKS_TOLERANCE)
      .find(({ record }) => Math.abs(record.systemTime - systemTime) <= GREATEST_CLOCK_ERROR_MS);
    if (sameTicks) return sameTicks;
  }
  // "Closer than" excludes the tolerance itself: two readings exactly half a period apart are two readings.
  const nearest = ledger.findNear(systemTime, Math.max(toleranceMs - 1, 0));
  return nearest[0];
}

/** The record with what the observation adds. `said` is what this source said before under the same id. */
function enrich(record: Reading, observation: Observation, said: Observation<Reading> | undefined): Reading {
  const changed = said !== undefined && said.glucoseMgdl !== observation.glucoseMgdl;
  const trendChanged =
    said !== undefined && observation.trend !== undefined && said.trend !== observation.trend;
  const rateChanged =
    said !== undefined &&
    observation.trendRateMgdlPerMin !== undefined &&
    said.trendRateMgdlPerMin !== observation.trendRateMgdlPerMin;
  const added = toReading(observation);
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
const KEPT = ['trendRateMgdlPerMin', 'transmitterId', 'transmitterTicks'] as const;

function apply(ledger: Ledger, held: Held, record: Reading, now: EpochMs): MergeOutcome {
  if (DELIVERED.some((field) => held.record[field] !== record[field])) {
    ledger.change(held, record, now);
    return 'changed';
  }
  if (KEPT.some((field) => held.record[field] !== record[field])) ledger.amend(held, record);
  return 'known';
}

/** What of an observation belongs to the record: all but who said it. */
function toReading(observation: Observation<Reading>): Reading {
  const { source, sourceRecordId, ...facts } = observation;
  return facts;
}

/** The usual tolerance: half of a sensor’s 5 minutes, in ms. */
export const USUAL_TOLERANCE_MS = TICKS_TOLERANCE * SECOND_MS;
