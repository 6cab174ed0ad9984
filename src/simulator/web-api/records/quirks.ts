import { deviceQuirks } from './device-quirks.ts';
import { entryQuirks } from './entry-quirks.ts';
import { glucoseQuirks } from './glucose-quirks.ts';
import type { RecordQuirk } from './record-quirk.ts';
import { rangeQuirks } from './range-quirks.ts';
import type { ListName, Row, WireRecord } from './wire-record.ts';
import { timeQuirks } from './time-quirks.ts';
import { transmitterQuirks } from './transmitter-quirks.ts';

/** Oddities of whole lists; `applyListQuirks` knows them. */
const listQuirks = {
  malformed: { about: 'a broken record of every kind stands among the good ones' },
  repeatedSystemTime: {
    about: 'every 12th glucose value comes twice, the second under an id of its own',
  },
  futureRecord: { about: 'every answer of glucose values also holds one dated 20 years ahead' },
  watchDoubles: { about: 'the direct-to-watch doubles are listed too' },
} as const;

const RECORD_QUIRKS = { ...entryQuirks, ...glucoseQuirks, ...transmitterQuirks, ...timeQuirks };
const ALL = { ...RECORD_QUIRKS, ...deviceQuirks, ...rangeQuirks, ...listQuirks };

/** The name of an oddity. */
export type QuirkName = keyof typeof ALL;

/** On, off, or (for oddities of single records) on for one in so many of them, always the same ones. */
export type QuirkSetting = boolean | number;

/** Which oddities are on. It may be changed at any time; the next answer follows it. */
export type Quirks = Partial<Record<QuirkName, QuirkSetting>>;

/** All oddities, with what each does. A lossy one hides something of the truth from any reader. */
export const quirkList: readonly {
  readonly name: QuirkName;
  readonly about: string;
  readonly isLossy: boolean;
}[] = (Object.keys(ALL) as QuirkName[]).map((name) => {
  const quirk: { readonly about: string; readonly isLossy?: true } = ALL[name];
  return { name, about: quirk.about, isLossy: quirk.isLossy === true };
});

/** Switches oddities as JSON says it. @throws RangeError naming one that does not exist or a setting it cannot have */
export function changeQuirks(quirks: Quirks, change: Readonly<Record<string, unknown>>): void {
  for (const [name, setting] of Object.entries(change)) {
    if (!Object.hasOwn(ALL, name)) throw new RangeError(`${name}: there is no such quirk`);
    const isCount = Number.isInteger(setting) && (setting as number) >= 1;
    if (typeof setting !== 'boolean' && !isCount) {
      throw new RangeError(`${name}: expected true, false or one in how many records`);
    }
  }
  Object.assign(quirks, change);
}

/** Makes of a list's rows what the oddities that are on would have them be. */
export function recordQuirks(list: ListName, quirks: Quirks): (row: Row) => Row {
  const active = Object.entries<RecordQuirk>(RECORD_QUIRKS).flatMap(([name, quirk]) => {
    const setting = quirks[name as QuirkName] ?? false;
    return setting !== false && quirk.lists.includes(list) ? [{ quirk, setting }] : [];
  });
  if (active.length === 0) return (row) => row;
  return (row) => {
    let record: WireRecord = row.record;
    for (const { quirk, setting } of active) {
      if (isOn(setting, row.key)) record = quirk.apply(record, row);
    }
    return { ...row, record };
  };
}

/** The devices as the oddities that are on would have them. */
export function applyDeviceQuirks(
  devices: readonly WireRecord[],
  quirks: Quirks,
): readonly WireRecord[] {
  let found = devices;
  for (const [name, quirk] of Object.entries(deviceQuirks)) {
    if (isOn(quirks[name as QuirkName])) found = quirk.apply(found);
  }
  return found;
}

/** The data range as the oddities that are on would have it. */
export function applyRangeQuirks(ranges: WireRecord, quirks: Quirks): WireRecord {
  let found = ranges;
  for (const [name, quirk] of Object.entries(rangeQuirks)) {
    if (isOn(quirks[name as QuirkName])) found = quirk.apply(found);
  }
  return found;
}

/** True when an oddity is on for the record of that key. */
export function isOn(setting: QuirkSetting | undefined, key = '0'): boolean {
  if (typeof setting === 'number') return parseInt(key.slice(0, 8), 16) % setting === 0;
  return setting === true;
}
