import { epochMs, type EpochMs } from '../../../domain/instant.ts';
import type { DiaryCalibration, DiaryEvent, EventVersion } from '../../patient/diary-event.ts';
import { productWords } from './product.ts';
import { phoneDelayMs, recordIdOf, type RecordsWorld, type Row } from './records-world.ts';
import { displayApp, transmitterAt, transmitterFields } from './transmitter.ts';
import { bothTimes, wholeSeconds } from './wire-time.ts';

/** The calibrations that can be read at `asOf`, in no certain order. */
export function calibrationRows(
  world: RecordsWorld,
  from: EpochMs,
  to: EpochMs,
  asOf: EpochMs,
): Row[] {
  return calibrationsOf(world, from, to, asOf)
    .filter(({ enteredAt }) => enteredAt + phoneDelayMs(world) <= asOf)
    .map((calibration) => calibrationRow(world, calibration));
}

/** The calibrations that this product knows of; habits up to `habitsTo`. */
export function calibrationsOf(
  { diary, product }: RecordsWorld,
  from: EpochMs,
  to: EpochMs,
  habitsTo: EpochMs,
): readonly DiaryCalibration[] {
  const { hasEntries, asksCalibrations } = productWords(product());
  if (!hasEntries) return [];
  return diary
    .calibrations(from, to, habitsTo)
    .filter(({ isRoutine }) => asksCalibrations || !isRoutine);
}

function calibrationRow(world: RecordsWorld, calibration: DiaryCalibration): Row {
  const at = wholeSeconds(calibration.at);
  const recordId = recordIdOf(world, 'calibration', calibration.id);
  return {
    at,
    key: recordId,
    record: {
      recordId,
      ...bothTimes(at, world.patient.utcOffsetAt(at), 'phone'),
      unit: 'mg/dL',
      value: calibration.valueMgdl,
      displayDevice: world.diary.phone,
      ...transmitterFields(world, calibration.at),
      transmitterTicks: transmitterAt(world, calibration.at).ticks,
    },
  };
}

/** The events that can be read at `asOf`, deleted ones too, in no certain order. */
export function eventRows(world: RecordsWorld, from: EpochMs, to: EpochMs, asOf: EpochMs): Row[] {
  if (!productWords(world.product()).hasEntries) return [];
  const uploaded = epochMs(asOf - phoneDelayMs(world));
  const rows: Row[] = [];
  for (const event of world.diary.events(from, to, asOf)) {
    const version = versionAt(event, uploaded);
    if (version && version.status !== 'vanished') rows.push(eventRow(world, event, version));
  }
  return rows;
}

/** The state of an event that had been entered by an instant; undefined before it was. */
export function versionAt(event: DiaryEvent, instant: EpochMs): EventVersion | undefined {
  return event.versions.findLast(({ enteredAt }) => enteredAt <= instant);
}

const UNITS: Readonly<Record<string, string>> = {
  carbs: 'grams',
  insulin: 'units',
  exercise: 'minutes',
};

function eventRow(world: RecordsWorld, event: DiaryEvent, version: EventVersion): Row {
  const { content, status } = version;
  const at = wholeSeconds(content.at);
  const recordId = recordIdOf(world, 'event', event.id);
  const entered = wholeSeconds(event.versions[0].enteredAt);
  const { patient, diary } = world;
  const recorded = bothTimes(entered, patient.utcOffsetAt(entered), 'phone');
  const { type, subtype, amount, text, meterUnit = 'mg/dL' } = content;
  return {
    at,
    key: recordId,
    record: {
      recordId,
      ...bothTimes(at, patient.utcOffsetAt(at), 'phone'),
      recordedSystemTime: recorded.systemTime,
      recordedDisplayTime: recorded.displayTime,
      eventStatus: status,
      eventType: type,
      eventSubType: subtype ?? null,
      value: text ?? (amount === undefined ? null : String(amount)),
      unit: type === 'bloodGlucose' ? meterUnit : (UNITS[type] ?? null),
      ...transmitterFields(world, content.at),
      displayDevice: diary.phone,
      displayApp: displayApp(world),
    },
  };
}
