import fc from 'fast-check';
import type { DexcomRecord, Observation, SourceName } from '../../src/domain/record.ts';
import { epochMs } from '../../src/domain/instant.ts';
import type { MgDl } from '../../src/domain/glucose.ts';
import { TRENDS } from '../../src/domain/trend.ts';

const instant = fc.integer({ min: -8.64e15, max: 8.64e15 }).map(epochMs);
const word = fc.string({ unit: 'binary', minLength: 1 });
const text = fc.string({ unit: 'binary' });
const flag = fc.boolean();
const minutes = fc.nat({ max: 2_880 });
/** JSON knows no negative nought. */
const number = fc.double({ noNaN: true, noDefaultInfinity: true }).map((each) => each + 0);
const aboveNought = fc.double({ min: 0, minExcluded: true, noNaN: true, noDefaultInfinity: true });
const meter = fc.record({
  value: aboveNought,
  unit: fc.constantFrom('mg/dL' as const, 'mmol/L' as const),
});

const SHARED = {
  systemTime: instant,
  utcOffsetMinutes: fc.integer({ min: -1439, max: 1439 }),
  transmitterId: word,
  transmitterTicks: fc.integer({ min: 1 }),
  transmitterGeneration: word,
  transmitterVariant: word,
  displayDevice: word,
  displayApp: word,
};

const setting = fc.record(
  {
    alertName: word,
    isEnabled: flag,
    value: number,
    unit: text,
    snoozeMinutes: number,
    delayMinutes: number,
    secondaryTriggerMgdl: number,
    soundTheme: text,
    soundOutputMode: text,
  },
  { requiredKeys: ['alertName', 'isEnabled'] },
);
const schedule = fc.record(
  {
    name: text,
    isDefault: flag,
    isEnabled: flag,
    isActive: flag,
    startMinute: minutes,
    endMinute: minutes,
    days: fc.array(text, { maxLength: 3 }),
    override: fc.record({ isEnabled: flag, mode: text, endTime: text }, { requiredKeys: [] }),
    alerts: fc.array(setting, { maxLength: 2 }),
  },
  {
    requiredKeys: ['name', 'isDefault', 'isEnabled', 'startMinute', 'endMinute', 'days', 'alerts'],
  },
);

/** Any record of any kind that can be kept, with any of the fields that may be missing. */
export const anyRecord: fc.Arbitrary<DexcomRecord> = fc.oneof(
  fc.record(
    {
      kind: fc.constant('reading' as const),
      ...SHARED,
      glucoseMgdl: fc.integer({ min: 39, max: 1_000 }).map((value) => value as MgDl),
      trend: fc.constantFrom(...TRENDS),
      trendRateMgdlPerMin: number,
      recordId: word,
    },
    { requiredKeys: ['kind', 'systemTime', 'glucoseMgdl'] },
  ),
  fc.record(
    { kind: fc.constant('calibration' as const), ...SHARED, recordId: word, meter },
    { requiredKeys: ['kind', 'systemTime', 'recordId', 'meter'] },
  ),
  fc.record(
    {
      kind: fc.constant('event' as const),
      ...SHARED,
      recordId: word,
      eventType: word,
      eventSubtype: word,
      amount: aboveNought,
      meter,
      text: word,
      unit: word,
      enteredAt: instant,
      isDeleted: flag,
      sameAsCalibration: word,
    },
    { requiredKeys: ['kind', 'systemTime', 'recordId', 'eventType', 'isDeleted'] },
  ),
  fc.record(
    {
      kind: fc.constant('alert' as const),
      ...SHARED,
      recordId: word,
      alertName: word,
      alertState: word,
    },
    { requiredKeys: ['kind', 'systemTime', 'recordId', 'alertName', 'alertState'] },
  ),
  fc.record(
    {
      kind: fc.constant('device' as const),
      ...SHARED,
      recordId: word,
      isUploadTimeKnown: flag,
      schedules: fc.array(schedule, { maxLength: 2 }),
    },
    { requiredKeys: ['kind', 'systemTime', 'recordId', 'isUploadTimeKnown', 'schedules'] },
  ),
);

/** The same, as one source said it, with an id or without. */
export const anyObservation: fc.Arbitrary<Observation> = fc
  .tuple(
    anyRecord,
    fc.constantFrom<SourceName>('share', 'web-api'),
    fc.option(word, { nil: undefined }),
  )
  .map(([record, source, id]) => ({
    ...record,
    source,
    ...(id === undefined ? {} : { sourceRecordId: id }),
  }));
