/**
 * How many rows a `count` asks for; Infinity where it asks for all.
 *
 * QUIRK(nightscout, 15.0.7): a request that a Nightscout serves from memory gets no row for 0 and less; one that goes to its
 * database gets all rows for 0, and as many for −3 as for 3. A count that is no number asks for all.
 * @param isPlain whether it would be served from memory
 */
export function countOf(given: unknown, fallback: number, isPlain: boolean): number {
  if (given === undefined || given === '') return fallback;
  const text: unknown = Array.isArray(given) ? given[0] : given;
  if (typeof text !== 'string') return fallback;
  const number = Number(text);
  if (isPlain && !Number.isNaN(number)) return Math.max(Math.trunc(number), 0);
  const whole = Number.parseInt(text, 10);
  return Number.isNaN(whole) || whole === 0 ? Infinity : Math.abs(whole);
}
