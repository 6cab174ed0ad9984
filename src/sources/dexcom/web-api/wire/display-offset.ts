import { DAY_MS, MINUTE_MS, type EpochMs } from '../../../../domain/instant.ts';
import { parseDexcomTime } from './dexcom-time.ts';

/** Every zone on Earth lies on a quarter of an hour: those of Nepal and the Chatham Islands do not on a half. */
const STEP_MINUTES = 15;
/** No place is further behind UTC than this. */
const WESTMOST_MINUTES = -720;
/** No place is further ahead. */
const EASTMOST_MINUTES = 840;
/** The widest offset that a record can hold. */
const GREATEST_MINUTES = 1_439;

/**
 * Offset of the wearer's display from UTC in minutes, east positive; undefined where nothing tells it. A zone on the display
 * time is taken as it is. Without one the distance to the system time is, on quarters of an hour and without whole days,
 * where some place on Earth has it; clocks that differ by more than 7½ minutes then give a wrong quarter.
 * QUIRK(web-api, 2024): zones have seconds (`-06:59:59`), since Dexcom takes the difference of two clocks: the nearest minute.
 */
export function displayOffsetMinutes(
  displayTime: unknown,
  systemTime: EpochMs,
): number | undefined {
  const display = parseDexcomTime(displayTime);
  if (display === undefined) return undefined;
  if (display.zoneSeconds !== undefined) {
    const size = Math.round(Math.abs(display.zoneSeconds) / 60);
    if (size > GREATEST_MINUTES) return undefined;
    return display.zoneSeconds < 0 ? 0 - size : size;
  }
  const awayMs = (display.wallMs - systemTime) / MINUTE_MS;
  // Plus zero, so that nothing is ever minus zero.
  const minutes = ((Math.round(awayMs / STEP_MINUTES) * STEP_MINUTES) % (DAY_MS / MINUTE_MS)) + 0;
  return minutes >= WESTMOST_MINUTES && minutes <= EASTMOST_MINUTES ? minutes : undefined;
}
