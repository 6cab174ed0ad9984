import { HIGH_MGDL, LOW_MGDL } from '../../../domain/glucose.ts';
import { epochMs, MINUTE_MS, type EpochMs } from '../../../domain/instant.ts';
import type { SensorRecord } from '../../patient/sensor-record.ts';
import { phoneDelayMs, recordIdOf, type RecordsWorld, type Row } from './records-world.ts';
import { displayApp, transmitterAt, transmitterFields } from './transmitter.ts';
import { bothTimes, wholeSeconds } from './wire-time.ts';

/** A receiver's upload may be that much behind the reading, in ms. */
const RECEIVER_UPLOAD_MS = MINUTE_MS;

/** Which device an observation of a reading came through. */
export type EgvDevice = 'phone' | 'receiver';

/** The glucose values that can be read at `asOf`, in no certain order. */
export function egvRows(world: RecordsWorld, from: EpochMs, to: EpochMs, asOf: EpochMs): Row[] {
  const { patient, diary } = world;
  const isOwn = ({ origin }: SensorRecord): boolean =>
    origin !== 'watch' || world.quirks?.watchDoubles === true;
  const start = epochMs(Math.max(from, diary.since));
  const uploaded = epochMs(asOf - phoneDelayMs(world));
  const rows = patient
    .readings(start, to, uploaded)
    .filter(isOwn)
    .map((reading) => egvRow(world, reading, 'phone', asOf));
  const reach = diary.receiverReach();
  if (reach === undefined) return rows;
  const widened = epochMs(Math.max(start - reach, diary.since));
  const until = epochMs(Math.min(to + reach, asOf - RECEIVER_UPLOAD_MS + 1));
  if (until <= widened) return rows;
  for (const reading of patient.truth(widened, until)) {
    const mode = diary.receiverAt(reading.systemTime);
    if (mode && reading.origin === 'sensor') rows.push(egvRow(world, reading, 'receiver', asOf));
  }
  return rows;
}

/** What names a reading's record at Dexcom. */
export function egvRecordId(world: RecordsWorld, at: EpochMs, device: EgvDevice): string {
  return recordIdOf(world, `egv ${device}`, String(at));
}

/** One reading as one device uploaded it. */
export function egvRow(
  world: RecordsWorld,
  reading: SensorRecord,
  device: EgvDevice,
  asOf: EpochMs,
): Row {
  const { systemTime, trend, trendRateMgdlPerMin, utcOffsetMinutes } = reading;
  const isPhone = device === 'phone';
  const aheadMs = isPhone ? 0 : (world.diary.receiverAt(systemTime)?.clockAheadMs ?? 0);
  const at = wholeSeconds(systemTime + aheadMs);
  const value = isPhone ? lastWord(world, reading, asOf) : Number(reading.glucoseMgdl);
  const { ticks } = transmitterAt(world, systemTime);
  const hasRate = trend !== 'notComputable' && trend !== 'none';
  const recordId = egvRecordId(world, systemTime, device);
  return {
    at,
    key: recordId,
    record: {
      recordId,
      ...bothTimes(at, utcOffsetMinutes, device),
      ...transmitterFields(world, systemTime),
      // The receiver hears the same packet, and stamps it with its own rounding.
      transmitterTicks: isPhone ? ticks : ticks + (Math.floor(systemTime / 7) % 3),
      value,
      status: value < 40 ? 'low' : value > 400 ? 'high' : null,
      trend,
      trendRate: hasRate ? trendRateMgdlPerMin : null,
      unit: 'mg/dL',
      rateUnit: 'mg/dL/min',
      displayDevice: isPhone ? world.diary.phone : 'receiver',
      displayApp: isPhone ? displayApp(world) : null,
    },
  };
}

/** What Dexcom says a reading's value is at `asOf`, in mg/dL from 39 to 401. */
export function lastWord(world: RecordsWorld, reading: SensorRecord, asOf: EpochMs): number {
  let value = Number(reading.glucoseMgdl);
  for (const change of world.diary.readingChanges()) {
    if (change.systemTime !== reading.systemTime || change.visibleAt > asOf) continue;
    value = Math.max(LOW_MGDL, Math.min(HIGH_MGDL, change.valueMgdl));
  }
  return value;
}
