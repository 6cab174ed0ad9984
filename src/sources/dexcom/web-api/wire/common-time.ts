/** A time as the Web API writes it. */
export interface DexcomTime {
  /** What a clock in that zone showed, counted in ms as though it were UTC. */
  readonly wallMs: number;
  /** Offset of the zone in seconds, east positive; missing where the text names none. */
  readonly zoneSeconds?: number;
}

/** `2025-05-17T03:59:11`, with a fraction or not, with `Z`, `±HH:MM` or nothing: what nearly every record has. */
const COMMON =
  /^([1-9]\d{3})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?(?:Z|([+-])(\d\d):(\d\d))?$/;

/** Of a year without a leap day, which is left to the calendar. */
const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/**
 * Reads a time in the common form; undefined is not "no time" but "ask the calendar". A month of readings has 17,000 times
 * to read, and Temporal’s calendar takes twenty times as long for one: on a small computer that is seconds in which
 * nothing else happens. A property test holds both to the same answer.
 */
export function readCommonTime(text: string): DexcomTime | undefined {
  const match = COMMON.exec(text);
  if (match === null) return undefined;
  const [, year, month, day, hour, minute, second, fraction = '', sign, hours, minutes] = match;
  const [y, mo, d] = [Number(year), Number(month), Number(day)];
  const [h, mi, s] = [Number(hour), Number(minute), Number(second)];
  const days = DAYS[mo - 1];
  if (days === undefined || d < 1 || d > days || h > 23 || mi > 59 || s > 59) return undefined;
  // Cut off, never rounded up.
  const ms = Number(fraction.slice(0, 3).padEnd(3, '0'));
  const wallMs = Date.UTC(y, mo - 1, d, h, mi, s, ms);
  if (sign === undefined) return text.endsWith('Z') ? { wallMs, zoneSeconds: 0 } : { wallMs };
  const [zoneHours, zoneMinutes] = [Number(hours), Number(minutes)];
  if (zoneHours > 23 || zoneMinutes > 59) return undefined;
  const size = (zoneHours * 60 + zoneMinutes) * 60;
  return { wallMs, zoneSeconds: sign === '-' ? 0 - size : size };
}
