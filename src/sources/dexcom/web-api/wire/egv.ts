import type { Reading } from '../../../../domain/reading.ts';
import type { Observation } from '../../../../domain/record.ts';
import { readDated } from './dated.ts';
import { MGDL_PER_MMOLL, readEgvGlucose } from './egv-glucose.ts';
import type { WireObject } from './json-value.ts';
import { openWords } from './open-words.ts';
import { readProvenance } from './read-provenance.ts';
import { dexcomIdOf, substituteId } from './record-id.ts';
import { parseTrendWord } from './trend-word.ts';
import { withoutUndefined } from './without-undefined.ts';

const rateUnitWord = openWords(['unknown', 'mg/dL/min', 'mmol/L/min']);
const unitWord = openWords(['unknown', 'mg/dL', 'mmol/L']);

/**
 * A record of `/egvs`; undefined is one without a glucose value.
 * @throws Unreadable
 */
export function translateEgv(record: WireObject): Observation<Reading> | undefined {
  const dated = readDated(record);
  const glucoseMgdl = readEgvGlucose(record);
  if (glucoseMgdl === undefined) return undefined;
  const provenance = readProvenance(record);
  const recordId = dexcomIdOf(record);
  return {
    kind: 'reading',
    source: 'web-api',
    sourceRecordId: recordId ?? substituteId({ ...dated, ...provenance }),
    ...dated,
    glucoseMgdl,
    ...withoutUndefined({
      recordId,
      trend: parseTrendWord(record['trend']),
      trendRateMgdlPerMin: readRate(record),
    }),
    ...provenance,
  };
}

/**
 * mg/dL per minute; undefined where no rate is told, or in what unit is not.
 * QUIRK(web-api, 2023): `trendRate` and `rateUnit` are missing at times; without a unit it goes with that of the value.
 */
function readRate(record: WireObject): number | undefined {
  const rate = record['trendRate'];
  if (typeof rate !== 'number') return undefined;
  const unit = rateUnitWord(record['rateUnit']) ?? 'unknown';
  const isMgdl =
    unit === 'mg/dL/min' || (unit === 'unknown' && unitWord(record['unit']) !== 'mmol/L');
  const factor = isMgdl ? 1 : unit === 'mmol/L/min' ? MGDL_PER_MMOLL : undefined;
  if (factor === undefined || !Number.isFinite(rate * factor)) return undefined;
  // Plus zero, so that nothing is ever minus zero.
  return rate * factor + 0;
}
