import { epochMs, SECOND_MS, toIsoUtc, type EpochMs } from '../../../domain/instant.ts';

/** Dexcom says whole seconds; the rest is cut off. */
export function wholeSeconds(instant: number): EpochMs {
  return epochMs(Math.floor(instant / SECOND_MS) * SECOND_MS);
}

/** `YYYY-MM-DDTHH:MM:SS` of an instant on a clock that is `offsetMinutes` ahead of UTC. */
export function wallClock(instant: EpochMs, offsetMinutes = 0): string {
  return toIsoUtc(epochMs(instant + offsetMinutes * 60_000)).slice(0, 19);
}

/** `+HH:MM` or `-HH:MM`. */
export function zoneText(offsetMinutes: number): string {
  const size = Math.abs(offsetMinutes);
  const two = (part: number): string => String(part).padStart(2, '0');
  return `${offsetMinutes < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}

/** Both times of a record: a phone says its zone, a receiver does not. */
export function bothTimes(
  at: EpochMs,
  offsetMinutes: number,
  device: 'phone' | 'receiver',
): { readonly systemTime: string; readonly displayTime: string } {
  const isPhone = device === 'phone';
  return {
    systemTime: wallClock(at) + (isPhone ? 'Z' : ''),
    displayTime: wallClock(at, offsetMinutes) + (isPhone ? zoneText(offsetMinutes) : ''),
  };
}
