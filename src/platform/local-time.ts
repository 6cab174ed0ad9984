import type { EpochMs } from '../domain/instant.ts';

/** An instant on a wall clock, for people; machines get `toIsoUtc`. */
export interface WallClockTime {
  /** `2026-11-21` */
  readonly date: string;
  /** `03:12` */
  readonly time: string;
  /** `07` */
  readonly seconds: string;
  /** `+01:00`; `+00:00` for UTC. */
  readonly offset: string;
}

/** Formatters are dear to make and cheap to use: one a zone. */
const formatters = new Map<string, Intl.DateTimeFormat>();

/** @param zone IANA name; the machine’s own zone when absent. */
export function wallClock(instant: EpochMs, zone?: string): WallClockTime {
  const parts = new Map<string, string>();
  for (const { type, value } of formatterOf(zone).formatToParts(instant)) parts.set(type, value);
  const part = (name: string) => parts.get(name) ?? '';
  return {
    date: `${part('year')}-${part('month')}-${part('day')}`,
    time: `${part('hour')}:${part('minute')}`,
    seconds: part('second'),
    offset: part('timeZoneName').slice('GMT'.length) || '+00:00',
  };
}

/** IANA name of the machine’s zone. */
export function localZone(): string {
  return formatterOf(undefined).resolvedOptions().timeZone;
}

function formatterOf(zone: string | undefined): Intl.DateTimeFormat {
  const known = formatters.get(zone ?? '');
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat('en-GB', {
    ...(zone === undefined ? {} : { timeZone: zone }),
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
    timeZoneName: 'longOffset',
  });
  formatters.set(zone ?? '', made);
  return made;
}
