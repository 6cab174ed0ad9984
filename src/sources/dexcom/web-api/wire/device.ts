import type { Device } from '../../../../domain/device.ts';
import type { EpochMs } from '../../../../domain/instant.ts';
import type { Observation } from '../../../../domain/record.ts';
import { readAlertSchedules } from './alert-schedule.ts';
import { readSystemTime } from './dated.ts';
import type { WireObject } from './json-value.ts';
import { readProvenance } from './read-provenance.ts';

/**
 * A record of `/devices`: a phone or receiver with the settings of its alerts.
 * QUIRK(web-api, 2018): `lastUploadDate` is missing at times: then it counts from when the answer came.
 * @throws Unreadable
 */
export function translateDevice(record: WireObject, receivedAt: EpochMs): Observation<Device> {
  const schedules = readAlertSchedules(record['alertSchedules']);
  const uploadedAt = readSystemTime(record['lastUploadDate']);
  const provenance = readProvenance(record);
  const { transmitterId, transmitterGeneration, displayDevice } = provenance;
  const recordId = `${transmitterId ?? transmitterGeneration ?? 'unknown'}|${displayDevice ?? 'unknown'}`;
  return {
    kind: 'device',
    source: 'web-api',
    sourceRecordId: recordId,
    recordId,
    systemTime: uploadedAt ?? receivedAt,
    isUploadTimeKnown: uploadedAt !== undefined,
    schedules,
    ...provenance,
  };
}
