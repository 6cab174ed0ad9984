import { textOf, UsageFault, type VerbArguments } from './verb.ts';

/**
 * An own option that is a number, undefined where it was not given.
 * @throws UsageFault when it is no plain decimal number from `least` to `most`
 */
export function numberOf(
  given: VerbArguments,
  name: string,
  least: number,
  most: number,
): number | undefined {
  const text = textOf(given, name);
  if (text === undefined) return undefined;
  const value = /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
  if (value >= least && value <= most) return value;
  throw new UsageFault(`--${name} is a number from ${least} to ${most}, not “${text}”.`);
}

/** The same for a whole number. */
export function wholeOf(
  given: VerbArguments,
  name: string,
  least: number,
  most: number,
): number | undefined {
  const value = numberOf(given, name, least, most);
  if (value === undefined || Number.isInteger(value)) return value;
  throw new UsageFault(`--${name} is a whole number from ${least} to ${most}, not “${value}”.`);
}
