import type { EpochMs } from '../../domain/instant.ts';

const ISO =
  /^(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?(?:Z|([+-])(\d\d):?(\d\d)?)$/i;
const MINUTE = 60_000;

/**
 * Reads an ISO 8601 instant as uploaders put it into `dateString` and `sysTime`: seconds and fraction optional,
 * digits beyond the millisecond cut, `Z` or an offset demanded (a local time without one names no instant).
 * Undefined for anything else, and for a day or hour that does not exist.
 */
export function isoInstant(text: unknown): EpochMs | undefined {
  if (typeof text !== 'string') return undefined;
  const match = ISO.exec(text.trim());
  if (match === null) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0] = match.slice(1, 6).map(Number);
  const second = Number(match[6] ?? 0);
  const ms = Number((match[7] ?? '').padEnd(3, '0').slice(0, 3));
  const daysInMonth = [31, isLeap(year) ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
  if (month < 1 || month > 12 || day < 1 || day > (daysInMonth[month - 1] ?? 0)) return undefined;
  if (hour > 23 || minute > 59 || second > 59) return undefined;
  const offset = (Number(match[9] ?? 0) * 60 + Number(match[10] ?? 0)) * MINUTE;
  const utc = Date.UTC(year, month - 1, day, hour, minute, second, ms);
  return (match[8] === '-' ? utc + offset : utc - offset) as EpochMs;
}

function isLeap(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}
