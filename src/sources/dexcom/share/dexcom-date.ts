/** A date as Share writes it. */
export interface DexcomDate {
  /** The number between the parentheses, in ms. Of `DT` it is not always an instant. */
  readonly ms: number;
  /** What follows the number, −1439 … 1439 minutes, east positive; missing when absent or out of range. */
  readonly offsetMinutes?: number;
}

/**
 * QUIRK(share, 2025-04): `Date(1745081013817)` today, `/Date(1489743778000)/` in older answers, each with or without
 * an offset such as `-0400`. JSON’s `\/` has become `/` by now; a doubly escaped one is taken too.
 */
const DATE = /^\\?\/?Date\((-?\d{1,15})(?:([+-])(\d{2}):?(\d{2}))?\)\\?\/?$/;

/** Reads one of Share’s dates; anything else is undefined. */
export function parseDexcomDate(value: unknown): DexcomDate | undefined {
  const match = typeof value === 'string' ? DATE.exec(value.trim()) : null;
  if (match === null) return undefined;
  const [, digits = '', sign, hours = '', minutes = ''] = match;
  const ms = Number(digits);
  if (sign === undefined || Number(hours) > 23 || Number(minutes) > 59) return { ms };
  const size = Number(hours) * 60 + Number(minutes);
  return { ms, offsetMinutes: sign === '-' ? 0 - size : size };
}
