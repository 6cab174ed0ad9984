import { SECOND_MS, toIsoUtc, type EpochMs } from '../../domain/instant.ts';
import { parseHttpDate } from '../../platform/http-date.ts';
import { isoInstant } from '../../sinks/nightscout/iso-instant.ts';
import { readDateText } from '../query/read-date-text.ts';

/** Numbers below this are seconds, and nothing is older: 2000-01-01 in UTC ms, as Nightscout has it. */
const FIRST_MS = 946_684_800_000;
const LAST_MS = 8_640_000_000_000_000;
const NUMBER = /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i;
const INSTANTS = ['date', 'srvModified', 'srvCreated'];

/** A value of a filter. */
export type QueryValue = string | number | boolean;

/**
 * What a text in a query means for a field: a number, `true` or `false`, a text (in single quotes, where it looks like something
 * else). Instants may be given in ms, in seconds, or in words, and become what the field holds.
 */
export function readQueryValue(field: string, text: string): QueryValue {
  if (INSTANTS.includes(field)) {
    const instant = readInstant(unquoted(text));
    if (instant !== undefined) return instant;
  }
  if (field === 'created_at') {
    const instant = readInstant(unquoted(text));
    return instant === undefined ? unquoted(text) : toIsoUtc(instant);
  }
  if (NUMBER.test(text)) return Number(text);
  if (text === 'true' || text === 'false') return text === 'true';
  return unquoted(text);
}

/** UTC ms of a number (ms, or seconds), an ISO 8601 text or an HTTP date; undefined for anything else, and before 2000. */
export function readInstant(text: string): EpochMs | undefined {
  const instant = NUMBER.test(text) ? ofNumber(Number(text)) : ofWords(text);
  return instant !== undefined && instant >= FIRST_MS && instant <= LAST_MS
    ? (instant as EpochMs)
    : undefined;
}

function ofNumber(value: number): number {
  return Math.trunc(value < FIRST_MS ? value * SECOND_MS : value);
}

/** Without a zone it is UTC; a day alone begins at midnight. */
function ofWords(text: string): number | undefined {
  return isoInstant(readDateText(text)) ?? parseHttpDate(text);
}

function unquoted(text: string): string {
  return /^'.*'$/s.test(text) && text.length > 1 ? text.slice(1, -1) : text;
}
