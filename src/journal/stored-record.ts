import type { DexcomRecord, Observation, RecordKind } from '../domain/record.ts';
import { RECORD_FIELDS } from './record-fields.ts';
import { faultFinder, isObject, optional, plain, WORD, type Field } from './stored-field.ts';

/** How one kind of object is checked. */
interface Shape {
  readonly names: readonly string[];
  readonly faultOf: ReturnType<typeof faultFinder>;
}

/** What an observation says beyond its record. */
const SAID: Readonly<Record<Exclude<keyof Observation, keyof DexcomRecord>, Field>> = {
  source: plain('"share" or "web-api"', (value) => value === 'share' || value === 'web-api'),
  sourceRecordId: optional(WORD),
};

const RECORDS = shapes({});
const OBSERVATIONS = shapes(SAID);

/**
 * A record as the text the journal keeps; only the fields of its kind are taken.
 * @throws RangeError naming the field that no journal could read back.
 */
export function encodeRecord(record: DexcomRecord): string {
  return encode(record, RECORDS);
}

/**
 * The record in a kept text.
 * @throws RangeError naming the field that is damaged, missing or unknown.
 */
export function decodeRecord(text: string): DexcomRecord {
  // Every field was just checked against the kind's own table.
  return decode(text, RECORDS) as unknown as DexcomRecord;
}

/** As encodeRecord, for what one source said. @throws RangeError */
export function encodeObservation(observation: Observation): string {
  return encode(observation, OBSERVATIONS);
}

/** As decodeRecord, for what one source said. @throws RangeError */
export function decodeObservation(text: string): Observation {
  return decode(text, OBSERVATIONS) as unknown as Observation;
}

function shapes(more: Readonly<Record<string, Field>>): ReadonlyMap<unknown, Shape> {
  const kinds = Object.keys(RECORD_FIELDS) as RecordKind[];
  return new Map(
    kinds.map((kind) => {
      const fields = { ...RECORD_FIELDS[kind], ...more };
      const what = `${/^[aeiou]/.test(kind) ? 'an' : 'a'} ${kind}`;
      return [kind, { names: Object.keys(fields), faultOf: faultFinder(fields, what) }];
    }),
  );
}

function encode(given: DexcomRecord, known: ReadonlyMap<unknown, Shape>): string {
  const shape = shapeOf(given.kind, known);
  const kept: Record<string, unknown> = {};
  for (const name of shape.names) {
    const value = (given as unknown as Record<string, unknown>)[name];
    if (value !== undefined) kept[name] = value;
  }
  demandWhole(kept, shape);
  return JSON.stringify(kept);
}

function decode(text: string, known: ReadonlyMap<unknown, Shape>): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new RangeError('the text is not JSON');
  }
  if (!isObject(value)) throw new RangeError('the text is no JSON object');
  demandWhole(value, shapeOf(value['kind'], known));
  return value;
}

function shapeOf(kind: unknown, known: ReadonlyMap<unknown, Shape>): Shape {
  const shape = known.get(kind);
  if (shape) return shape;
  throw new RangeError(`kind is not one of ${[...known.keys()].join(', ')}`);
}

function demandWhole(value: Record<string, unknown>, { faultOf }: Shape): void {
  const fault = faultOf(value);
  if (fault !== undefined) throw new RangeError(fault);
}
