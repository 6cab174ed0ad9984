import { HOUR_MS, MINUTE_MS } from '../domain/instant.ts';

/** `1 minute`, `34 minutes`, `3 hours`, `3 hours 20 minutes`, `2 days`. @param ms 0 or more; part of a minute does not count */
export function spanInWords(ms: number): string {
  const minutes = Math.floor(ms / MINUTE_MS);
  if (minutes < 120) return count(minutes, 'minute');
  const hours = Math.floor(ms / HOUR_MS);
  if (hours >= 48) return count(Math.floor(hours / 24), 'day');
  const rest = minutes % 60;
  return rest === 0 ? count(hours, 'hour') : `${count(hours, 'hour')} ${count(rest, 'minute')}`;
}

function count(number: number, unit: string): string {
  return `${number} ${unit}${number === 1 ? '' : 's'}`;
}
