import { openWords } from './open-words.ts';
import { Unreadable } from './unreadable.ts';

const unitWord = openWords(['unknown', 'mg/dL', 'mmol/L']);

/** A unit of glucose as Dexcom writes it. */
export type GlucoseUnit = 'mg/dL' | 'mmol/L';

/**
 * The unit of a glucose value; undefined where none is told.
 * QUIRK(web-api, 2023): the unit is missing for some wearers of a G7; in old data it is `unknown` or empty.
 * @throws Unreadable for any other unit.
 */
export function readGlucoseUnit(value: unknown): GlucoseUnit | undefined {
  if (value === undefined || value === null) return undefined;
  const word = typeof value === 'string' ? (unitWord(value) ?? 'unknown') : '';
  if (word === 'mg/dL' || word === 'mmol/L') return word;
  if (word === 'unknown') return undefined;
  throw new Unreadable('unit', 'mg/dL or mmol/L', value);
}
