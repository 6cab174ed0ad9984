import { epochMs, type EpochMs } from '../../../domain/instant.ts';
import type { DiaryAlert } from '../../patient/alert-story.ts';
import { productWords } from './product.ts';
import { phoneDelayMs, recordIdOf, type RecordsWorld, type Row } from './records-world.ts';
import { displayApp, transmitterFields } from './transmitter.ts';
import { bothTimes, wholeSeconds } from './wire-time.ts';

/** The changes of the phone's alerts that can be read at `asOf`, in no certain order. */
export function alertRows(world: RecordsWorld, from: EpochMs, to: EpochMs, asOf: EpochMs): Row[] {
  const until = epochMs(Math.min(to, asOf - phoneDelayMs(world) + 1));
  return alertsOf(world, from, until).map((alert) => alertRow(world, alert));
}

/** The alerts that this product has. */
export function alertsOf(
  { diary, product }: RecordsWorld,
  from: EpochMs,
  to: EpochMs,
): readonly DiaryAlert[] {
  const { lacksAlerts } = productWords(product());
  return diary.alerts(from, to).filter(({ name }) => !lacksAlerts.includes(name));
}

/** Dexcom's id of one change of an alert's state. */
export function alertRecordId(world: RecordsWorld, alert: DiaryAlert): string {
  return recordIdOf(world, 'alert', alert.id);
}

function alertRow(world: RecordsWorld, alert: DiaryAlert): Row {
  const at = wholeSeconds(alert.at);
  const recordId = alertRecordId(world, alert);
  return {
    at,
    key: recordId,
    record: {
      recordId,
      ...bothTimes(at, world.patient.utcOffsetAt(at), 'phone'),
      alertName: alert.name,
      alertState: alert.state,
      displayDevice: world.diary.phone,
      ...transmitterFields(world, alert.at),
      displayApp: displayApp(world),
    },
  };
}
