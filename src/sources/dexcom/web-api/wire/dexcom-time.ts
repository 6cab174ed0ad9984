import { Temporal } from 'temporal-polyfill';
import { SECOND_MS } from '../../../../domain/instant.ts';
import { readCommonTime, type DexcomTime } from './common-time.ts';

/**
 * QUIRK(web-api, 2024-05): besides `2025-05-17T03:59:11` come a blank for the T, times without seconds or minutes, a date
 * alone, parts of one digit, fractions of up to nine digits, and zones `Z`, `±HH`, `±HHMM`, `±HH:MM`, `±HH:MM:SS`.
 */
const TIME =
  /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ](?:(\d{1,2})(?::(\d{1,2})(?::(\d{1,2})(?:\.(\d{0,9}))?)?)?)?(Z|[+-]\d\d(?::\d\d(?::\d\d)?|\d\d)?)?|Z)?$/i;

/**
 * Reads a time; undefined is none. What lies behind the milliseconds is cut off, never rounded up: the value then names the
 * millisecond within which the moment lies. Seconds of 60 are none, since no clock of ours could keep them.
 */
export function parseDexcomTime(value: unknown): DexcomTime | undefined {
  if (typeof value !== 'string') return undefined;
  return readCommonTime(value) ?? readAnyTime(value);
}

function readAnyTime(value: string): DexcomTime | undefined {
  const match = TIME.exec(value.trim());
  if (match === null) return undefined;
  const [text, year = '', month, day, hour, minute, second, fraction, zone] = match;
  if (Number(second ?? 0) > 59) return undefined;
  const date = `${year}-${twoDigits(month)}-${twoDigits(day)}`;
  const time = `${twoDigits(hour)}:${twoDigits(minute)}:${twoDigits(second)}.${fraction || '0'}`;
  const wallMs = epochMsOf(`${date}T${time}Z`);
  if (wallMs === undefined) return undefined;
  const written = zone ?? (/z$/i.test(text) ? 'Z' : undefined);
  if (written === undefined) return { wallMs };
  const zoneSeconds = secondsOf(written);
  return zoneSeconds === undefined ? undefined : { wallMs, zoneSeconds };
}

/** The instant in ms; a time without a zone is UTC, which is right for system times alone. */
export function instantMsOf({ wallMs, zoneSeconds = 0 }: DexcomTime): number {
  return wallMs - zoneSeconds * SECOND_MS;
}

function twoDigits(part = '0'): string {
  return part.padStart(2, '0');
}

/** Refuses what no calendar has, such as 30 February. */
function epochMsOf(iso: string): number | undefined {
  try {
    return Temporal.Instant.from(iso).epochMilliseconds;
  } catch {
    return undefined;
  }
}

function secondsOf(zone: string): number | undefined {
  if (/^z$/i.test(zone)) return 0;
  const [hours = 0, minutes = 0, seconds = 0] = (zone.match(/\d\d/g) ?? []).map(Number);
  if (hours > 23 || minutes > 59 || seconds > 59) return undefined;
  const size = (hours * 60 + minutes) * 60 + seconds;
  return zone.startsWith('-') ? 0 - size : size;
}
