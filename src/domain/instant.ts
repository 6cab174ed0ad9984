declare const epochMsBrand: unique symbol;

/** A UTC instant: whole milliseconds since 1970-01-01T00:00:00Z. Zones and text dates live only in `wire.ts` files. */
export type EpochMs = number & { readonly [epochMsBrand]: true };

/** Last instant that `Date` can hold, in ms. */
const LAST_INSTANT_MS = 8_640_000_000_000_000;

/**
 * Marks whole milliseconds since the epoch as an instant.
 * @throws RangeError when `ms` is no whole number or lies outside what a date can hold.
 */
export function epochMs(ms: number): EpochMs {
  if (!Number.isInteger(ms) || Math.abs(ms) > LAST_INSTANT_MS) {
    throw new RangeError(`not an instant in whole milliseconds: ${ms}`);
  }
  return ms as EpochMs;
}

/** ISO 8601 in UTC with exactly three millisecond digits and `Z`, as Nightscout keys on it. */
export function toIsoUtc(instant: EpochMs): string {
  return new Date(instant).toISOString();
}

export const SECOND_MS = 1_000;
export const MINUTE_MS = 60_000;
export const HOUR_MS = 3_600_000;
export const DAY_MS = 86_400_000;
