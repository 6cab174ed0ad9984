import type { UserEvent } from '../../../../domain/user-event.ts';
import { wordOf, type WireObject } from './json-value.ts';
import { readMeter } from './meter-value.ts';
import { openWords } from './open-words.ts';
import { Unreadable } from './unreadable.ts';
import { withoutUndefined } from './without-undefined.ts';

/** What an event is about. */
export type EventContent = Pick<UserEvent, 'amount' | 'meter' | 'text' | 'unit'>;

const unitWord = openWords(['unknown', 'grams', 'mg/dL', 'mmol/L', 'minutes', 'units']);

/** The unit of each type that has an amount, and more than anybody eats, injects or runs. */
const AMOUNTS: Readonly<Record<string, { readonly unit: string; readonly most: number }>> = {
  carbs: { unit: 'grams', most: 1_000 },
  insulin: { unit: 'units', most: 250 },
  exercise: { unit: 'minutes', most: 10_080 },
};

/** A number and nothing else: no thousands, no decimal comma, no exponent. */
const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)$/;

/**
 * Reads the value of an event by its type.
 * QUIRK(web-api, 2020): the value of a `health` event is empty, `0.00` or anything, and says nothing.
 * @throws Unreadable
 */
export function readEventContent(eventType: string, record: WireObject): EventContent {
  const { value, unit } = record;
  switch (eventType) {
    case 'carbs':
    case 'insulin':
    case 'exercise':
      return withoutUndefined({ amount: readAmount(eventType, value, unit) });
    case 'bloodGlucose':
      return { meter: readMeter(numberIn(value), value, unit) };
    case 'health':
      return {};
    case 'notes':
      return withoutUndefined({ text: readText(value) });
    default:
      return withoutUndefined({ text: readText(value), unit: unitWord(unit) });
  }
}

/**
 * QUIRK(web-api, 2018): value and unit are missing or empty, or the value is 0: nothing was entered.
 * QUIRK(web-api, 2018): exercise without a duration has the value `-1` or `-1.00`.
 */
function readAmount(eventType: string, value: unknown, unit: unknown): number | undefined {
  const rule = AMOUNTS[eventType];
  if (rule === undefined || isNothing(value)) return undefined;
  const amount = numberIn(value);
  if (amount === 0 || (eventType === 'exercise' && amount === -1)) return undefined;
  if (amount === undefined || amount < 0 || amount > rule.most) {
    throw new Unreadable('value', `a number up to ${rule.most} ${rule.unit}`, value);
  }
  if (![rule.unit, 'unknown'].includes(unitWord(unit) ?? 'unknown') || !isTextOrNothing(unit)) {
    throw new Unreadable('unit', rule.unit, unit);
  }
  return amount;
}

/** A note keeps its line breaks and blanks. */
function readText(value: unknown): string | undefined {
  if (isNothing(value)) return undefined;
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return String(value);
  throw new Unreadable('value', 'a text', value);
}

function numberIn(value: unknown): number | undefined {
  const text = wordOf(value);
  const number = text !== undefined && NUMBER.test(text) ? Number(text) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}

function isNothing(value: unknown): boolean {
  return (
    value === undefined || value === null || (typeof value === 'string' && value.trim() === '')
  );
}

function isTextOrNothing(value: unknown): boolean {
  return typeof value === 'string' || isNothing(value);
}
