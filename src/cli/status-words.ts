import { CURRENT_MS, wallClock, type EpochMs } from '../app/about.ts';
import { howLong } from './how-long.ts';

/** Whether a reading of that age says something about now. */
export function isCurrent(ageMs: number): boolean {
  return ageMs <= CURRENT_MS;
}

/** Dexcom’s clock can be ahead of this machine’s. */
export function ageText(ms: number): string {
  return ms < 0 ? `${howLong(-ms)} ahead of this machine’s clock` : `${howLong(ms)} ago`;
}

/** `03:12` today, else `11-20 22:10`, and with the year where it is another, on the wall clock of this machine. */
export function clockText(at: EpochMs, now: EpochMs): string {
  const { date, time } = wallClock(at);
  const today = wallClock(now).date;
  if (date === today) return time;
  return `${date.slice(0, 4) === today.slice(0, 4) ? date.slice(5) : date} ${time}`;
}

/** Without what could steer a terminal: a text may come from a server. */
export function tame(text: string): string {
  return text.replace(/[\r\n\t]+/g, ' ').replace(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, '');
}
