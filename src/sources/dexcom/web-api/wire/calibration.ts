import type { Calibration } from '../../../../domain/calibration.ts';
import type { Observation } from '../../../../domain/record.ts';
import { readDated } from './dated.ts';
import type { WireObject } from './json-value.ts';
import { readMeter } from './meter-value.ts';
import { readProvenance } from './read-provenance.ts';
import { dexcomIdOf, substituteId } from './record-id.ts';

/**
 * A record of `/calibrations`.
 * @throws Unreadable
 */
export function translateCalibration(record: WireObject): Observation<Calibration> {
  const dated = readDated(record);
  const { value } = record;
  const meter = readMeter(
    typeof value === 'number' && Number.isFinite(value) ? value : undefined,
    value,
    record['unit'],
  );
  const provenance = readProvenance(record);
  const recordId = dexcomIdOf(record) ?? substituteId({ ...dated, ...provenance });
  return {
    kind: 'calibration',
    source: 'web-api',
    sourceRecordId: recordId,
    recordId,
    ...dated,
    meter,
    ...provenance,
  };
}
