import { isGlucoseMgdl } from '../domain/glucose.ts';
import { epochMs } from '../domain/instant.ts';
import type { Reading } from '../domain/reading.ts';
import type { Observation } from '../domain/record.ts';
import { TRENDS } from '../domain/trend.ts';

/** What one stored field must be. */
interface Field {
  readonly optional: boolean;
  readonly expected: string;
  valid(value: unknown): boolean;
}

const must = (expected: string, valid: (value: unknown) => boolean): Field => ({
  optional: false,
  expected,
  valid,
});
const may = (expected: string, valid: (value: unknown) => boolean): Field => ({
  optional: true,
  expected,
  valid,
});

/** The compiler asks for an entry here as soon as a reading gets a new field: none can be dropped unseen. */
const READING_FIELDS: Readonly<Record<keyof Reading, Field>> = {
  kind: must('"reading"', (value) => value === 'reading'),
  systemTime: must('an instant in whole milliseconds', isInstant),
  glucoseMgdl: must('whole mg/dL from 39 to 1000', isGlucoseMgdl),
  trend: may('one of the ten trends', (value) => (TRENDS as readonly unknown[]).includes(value)),
  trendRateMgdlPerMin: may('a finite number', Number.isFinite),
  utcOffsetMinutes: may(
    'whole minutes from -1439 to 1439',
    (value) => Number.isInteger(value) && Math.abs(value as number) <= 1439,
  ),
  transmitterId: may('a text that is not empty', isText),
  transmitterTicks: may(
    'a finite number above 0',
    (value) => Number.isFinite(value) && (value as number) > 0,
  ),
};

const OBSERVATION_FIELDS: Readonly<Record<keyof Observation, Field>> = {
  ...READING_FIELDS,
  source: must('"share" or "web-api"', (value) => value === 'share' || value === 'web-api'),
  sourceRecordId: may('a text that is not empty', isText),
};

/**
 * A reading as the text the journal keeps; only the fields of a reading are taken.
 * @throws RangeError naming the field that no journal could read back.
 */
export function encodeReading(reading: Reading): string {
  return encode(reading, READING_FIELDS);
}

/**
 * The reading in a kept text.
 * @throws RangeError naming the field that is damaged, missing or unknown.
 */
export function decodeReading(text: string): Reading {
  // Every field was just checked against the type's own table.
  return decode(text, READING_FIELDS) as unknown as Reading;
}

/** As encodeReading, for what one source said. @throws RangeError */
export function encodeObservation(observation: Observation<Reading>): string {
  return encode(observation, OBSERVATION_FIELDS);
}

/** As decodeReading, for what one source said. @throws RangeError */
export function decodeObservation(text: string): Observation<Reading> {
  return decode(text, OBSERVATION_FIELDS) as unknown as Observation<Reading>;
}

function encode(given: object, fields: Readonly<Record<string, Field>>): string {
  const kept: Record<string, unknown> = {};
  for (const name of Object.keys(fields)) {
    const value = (given as Record<string, unknown>)[name];
    if (value !== undefined) kept[name] = value;
  }
  check(kept, fields);
  return JSON.stringify(kept);
}

function decode(text: string, fields: Readonly<Record<string, Field>>): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new RangeError('the text is not JSON');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new RangeError('the text is no JSON object');
  }
  check(value as Record<string, unknown>, fields);
  return value as Record<string, unknown>;
}

function check(value: Record<string, unknown>, fields: Readonly<Record<string, Field>>): void {
  for (const [name, field] of Object.entries(fields)) {
    const found = value[name];
    if (found === undefined ? !field.optional : !field.valid(found)) {
      throw new RangeError(`${name} is not ${field.expected}`);
    }
  }
  for (const name of Object.keys(value)) {
    if (!Object.hasOwn(fields, name)) throw new RangeError(`${name} is no field of a reading`);
  }
}

function isInstant(value: unknown): boolean {
  try {
    return typeof value === 'number' && epochMs(value) === value;
  } catch {
    return false;
  }
}

function isText(value: unknown): boolean {
  return typeof value === 'string' && value !== '';
}
