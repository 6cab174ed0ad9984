import { epochMs, type EpochMs } from '../domain/instant.ts';
import { readWebAddress } from '../platform/web-address.ts';
import { DexcomError } from './dexcom-error.ts';

/** A caller’s mistake. No value is repeated: it may be a password in the wrong place. */
export function invalidArgument(message: string): DexcomError {
  return new DexcomError('library.invalid_argument', 'argument', message);
}

/** @throws DexcomError `library.invalid_argument`, as all of these */
export function checkText(name: string, value: unknown): string {
  if (typeof value === 'string' && value !== '') return value;
  throw invalidArgument(`${name} must be a text that is not empty.`);
}

export function checkWhole(name: string, value: unknown, least: number, most: number): number {
  if (typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most) {
    return value;
  }
  throw invalidArgument(`${name} must be a whole number from ${least} to ${most}.`);
}

/** Any number in the range. */
export function checkNumber(name: string, value: unknown, least: number, most: number): number {
  if (typeof value === 'number' && value >= least && value <= most) return value;
  throw invalidArgument(`${name} must be a number from ${least} to ${most}.`);
}

export function checkOneOf<T extends string>(
  name: string,
  value: unknown,
  allowed: readonly T[],
): T {
  const found = allowed.find((one) => one === value);
  if (found !== undefined) return found;
  throw invalidArgument(`${name} must be one of: ${allowed.join(', ')}.`);
}

/** An instant: whole or broken milliseconds since 1970, or a `Date`. */
export function checkInstant(name: string, value: unknown): EpochMs {
  const ms = value instanceof Date ? value.getTime() : value;
  try {
    if (typeof ms === 'number') return epochMs(Math.floor(ms));
  } catch {
    // Said below.
  }
  throw invalidArgument(`${name} must be milliseconds since 1970 or a valid Date.`);
}

/** Scheme, host, port and path of an http or https address. */
export function checkBaseUrl(name: string, value: unknown): string {
  const text = checkText(name, value);
  const address = readWebAddress(text);
  const isPlain = address?.hasCredentials === false && !address.hasFragment && !text.includes('?');
  if (address !== undefined && isPlain) return address.base;
  throw invalidArgument(
    `${name} must be an http or https address such as http://127.0.0.1:8080, without user, password or query.`,
  );
}

/** An options object with nothing in it that nobody reads: a name with a slip would silently do nothing. */
export function checkOptions(options: unknown, known: readonly string[]): void {
  if (typeof options !== 'object' || options === null) {
    throw invalidArgument('The options must be an object.');
  }
  const unknown = Object.keys(options).find((name) => !known.includes(name));
  if (unknown === undefined) return;
  throw invalidArgument(
    `There is no option of the name ${JSON.stringify(unknown.slice(0, 40))}; known are: ${known.join(', ')}.`,
  );
}
