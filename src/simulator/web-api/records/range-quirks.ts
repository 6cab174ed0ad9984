import { without } from './record-quirk.ts';
import type { WireRecord } from './wire-record.ts';

/** An oddity of the data range. */
export interface RangeQuirk {
  readonly about: string;
  readonly apply: (ranges: WireRecord) => WireRecord;
}

const nothingOf = (name: string, value: null | undefined): RangeQuirk => ({
  about: `the range of ${name} is ${value === null ? 'null' : 'not named'}`,
  apply: (ranges) => (value === null ? { ...ranges, [name]: null } : without(ranges, name)),
});

const eachRange = (about: string, change: (range: WireRecord) => WireRecord): RangeQuirk => ({
  about,
  apply: (ranges) =>
    Object.fromEntries(
      Object.entries(ranges).map(([name, range]) => [
        name,
        range === null ? null : change(range as WireRecord),
      ]),
    ),
});

/** Odd ways of telling from when to when there are data. */
export const rangeQuirks = {
  rangeEgvsNull: nothingOf('egvs', null),
  rangeEventsNull: nothingOf('events', null),
  rangeCalibrationsNull: nothingOf('calibrations', null),
  rangeEventsMissing: nothingOf('events', undefined),
  rangeCalibrationsMissing: nothingOf('calibrations', undefined),
  rangeStartWithoutSystemTime: eachRange('the start has no system time', (range) => ({
    ...range,
    start: without(range['start'] as WireRecord, 'systemTime'),
  })),
  rangeEndWithoutSystemTime: eachRange('the end has no system time', (range) => ({
    ...range,
    end: without(range['end'] as WireRecord, 'systemTime'),
  })),
} satisfies Readonly<Record<string, RangeQuirk>>;
