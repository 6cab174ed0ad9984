import { HIGH_MGDL, isGlucoseMgdl, LOW_MGDL, type MgDl } from '../../../../domain/glucose.ts';
import { readGlucoseUnit } from './glucose-unit.ts';
import type { WireObject } from './json-value.ts';
import { openWords } from './open-words.ts';
import { Unreadable } from './unreadable.ts';

/** mg/dL in one mmol/L. */
export const MGDL_PER_MMOLL = 18.0182;

const statusWord = openWords(['unknown', 'low', 'high', 'ok']);

/** Where no unit is named, a value in this range is taken as mg/dL. */
const SURELY_MGDL = { least: 20, most: 500 };

/** Nothing above this is glucose, in mg/dL. */
const GREATEST_MGDL = 1_000;

/**
 * The glucose value of an EGV; undefined is a record that holds none (warm-up or a gap: value and status null).
 * LOW is 39 and HIGH is 401. A status beside a measured value (40–400) changes nothing; one that contradicts LOW or HIGH does.
 * QUIRK(web-api, 2024): the value is nullable, also where the status says low or high: the status then is the value.
 * QUIRK(web-api, 2017): values below 39 came where LOW was meant. Below 39 Nightscout would show an error code.
 * @throws Unreadable
 */
export function readEgvGlucose(record: WireObject): MgDl | undefined {
  const { value, status } = record;
  if (value === null || value === undefined) return withoutValue(value, status);
  if (typeof value !== 'number') throw new Unreadable('value', 'a whole number or null', value);
  const glucose = inMgdl(value, record['unit']);
  if (!Number.isInteger(glucose) || glucose < 0 || glucose > GREATEST_MGDL) {
    throw new Unreadable('value', `a whole number up to ${GREATEST_MGDL} mg/dL`, value);
  }
  const said = statusWord(status);
  if (glucose === 0 && said !== 'low') {
    throw new Unreadable('value', 'a number above 0, or the status low', value);
  }
  if (said === (glucose <= LOW_MGDL ? 'high' : 'low') && isMark(glucose)) {
    throw new Unreadable('value', `one that is ${said} as its status says`, value);
  }
  return marked(Math.min(Math.max(glucose, LOW_MGDL), HIGH_MGDL));
}

/** Outside of what a sensor measures: LOW or HIGH. */
function isMark(glucose: number): boolean {
  return glucose <= LOW_MGDL || glucose >= HIGH_MGDL;
}

function withoutValue(value: null | undefined, status: unknown): MgDl | undefined {
  const said = statusWord(status) ?? 'unknown';
  if (said === 'low') return marked(LOW_MGDL);
  if (said === 'high') return marked(HIGH_MGDL);
  const isSilent = status === null || status === undefined || typeof status === 'string';
  // A value that is not there at all may have got another name: that must not pass for a warm-up.
  if (value === null && isSilent && said === 'unknown') return undefined;
  throw new Unreadable('value', 'a whole number, or null with the status low, high or null', value);
}

/** Whole mg/dL, as Dexcom’s own are. */
function inMgdl(value: number, rawUnit: unknown): number {
  const unit = readGlucoseUnit(rawUnit);
  if (unit === 'mmol/L') return Math.round(value * MGDL_PER_MMOLL);
  if (unit === undefined && (value < SURELY_MGDL.least || value > SURELY_MGDL.most)) {
    throw new Unreadable('unit', `mg/dL or mmol/L beside the value ${value}`, rawUnit);
  }
  return value;
}

function marked(glucose: number): MgDl {
  if (isGlucoseMgdl(glucose)) return glucose;
  throw new Unreadable('value', 'a whole number from 39 to 401', glucose);
}
