import { MINUTE_MS } from '../../domain/instant.ts';

/** An instant with the offset it was written with. */
export interface ZonedInstant {
  /** UTC ms. */
  readonly ms: number;
  readonly offsetMinutes: number;
}

const ISO =
  /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d)(?::?(\d\d)(?::?(\d\d)(?:[.,](\d{1,9}))?)?)?)?\s*(Z|[+-]\d\d(?::?\d\d)?)?$/i;

/** Reads ISO 8601 as Nightscout does: no zone means UTC, digits beyond the millisecond are cut off. Undefined when it is no date. */
export function readIsoInstant(text: string): ZonedInstant | undefined {
  const match = ISO.exec(text.trim());
  if (!match) return undefined;
  const [, year, month, day, hour = '0', minute = '0', second = '0', part = '', zone = 'Z'] = match;
  const local = Date.UTC(
    Number(year),
    Number(month) - 1,
    Number(day),
    Number(hour),
    Number(minute),
    Number(second),
    Number(part.padEnd(3, '0').slice(0, 3)),
  );
  const inRange =
    Number(month) >= 1 &&
    Number(month) <= 12 &&
    Number(day) >= 1 &&
    Number(day) <= daysIn(Number(year), Number(month)) &&
    Number(hour) <= 24 &&
    Number(minute) <= 59 &&
    Number(second) <= 59;
  if (!inRange) return undefined;
  const offsetMinutes = readZone(zone);
  return { ms: local - offsetMinutes * MINUTE_MS, offsetMinutes };
}

function readZone(zone: string): number {
  if (zone.toUpperCase() === 'Z') return 0;
  const digits = zone.slice(1).replace(':', '');
  const size = Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2) || '0');
  return zone.startsWith('-') ? -size : size;
}

function daysIn(year: number, month: number): number {
  if (month !== 2) return [4, 6, 9, 11].includes(month) ? 30 : 31;
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
}
