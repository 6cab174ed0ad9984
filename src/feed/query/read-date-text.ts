import {
  DAY_MS,
  epochMs,
  HOUR_MS,
  MINUTE_MS,
  SECOND_MS,
  toIsoUtc,
  type EpochMs,
} from '../../domain/instant.ts';
import { isoInstant } from '../../sinks/nightscout/iso-instant.ts';

const FULL = '0000-01-01T00:00:00.000Z';
const PARTIAL =
  /^(\d{4}(?:-\d\d(?:-\d\d)?)?)(?:T(\d\d)(?::?(\d\d)(?::?(\d\d)(?:[.,](\d+))?)?)?)?(Z|[+-]\d\d(?::?\d\d)?)?$/i;

/**
 * A date in a request, in UTC with milliseconds: a year, month or day, with or without a time; a time without a zone is UTC. A
 * plus that was not escaped arrives as a blank, and is one again. Undefined for what names no instant.
 */
export function readDateText(text: string): string | undefined {
  const escaped = text.includes('T') ? text.replace(' ', '+') : text.replace(' ', 'T');
  const match = PARTIAL.exec(escaped);
  if (match === null) return undefined;
  const [, day = '', hour = '00', minute = '00', second = '00', fraction = '0', zone = 'Z'] = match;
  const whole = isoInstant(
    `${day}${FULL.slice(day.length, 10)}T${hour}:${minute}:${second}.${fraction.slice(0, 9)}${zone}`,
  );
  return whole === undefined ? undefined : toIsoUtc(whole);
}

/** First and last instant whose text (`2026-11-21T10:00:00.000Z`) can begin as this one does. */
export interface TextSpan {
  readonly fromMs: EpochMs;
  readonly toMs: EpochMs;
}

/** How texts of instants begin, the longest first, and how long at most what they name lasts, in ms. */
const PREFIXES: readonly (readonly [RegExp, number])[] = [
  [/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}/, 1],
  [/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/, SECOND_MS],
  [/^\d{4}-\d\d-\d\dT\d\d:\d\d/, MINUTE_MS],
  [/^\d{4}-\d\d-\d\dT\d\d/, HOUR_MS],
  [/^\d{4}-\d\d-\d\d/, DAY_MS],
  [/^\d{4}-\d\d/, 31 * DAY_MS],
  [/^\d{4}/, 366 * DAY_MS],
];

/**
 * Where in time the instants lie whose text begins as `text` does, or a little beyond. Undefined where it does not begin like an
 * instant: they may lie anywhere.
 */
export function textSpan(text: string): TextSpan | undefined {
  for (const [prefix, lengthMs] of PREFIXES) {
    const found = prefix.exec(text)?.[0];
    if (found === undefined) continue;
    const fromMs = isoInstant(found + FULL.slice(found.length));
    if (fromMs !== undefined) return { fromMs, toMs: epochMs(fromMs + lengthMs - 1) };
  }
  return undefined;
}
