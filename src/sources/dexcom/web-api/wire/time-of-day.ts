const TIME_OF_DAY = /^(\d{1,2}):(\d{2})(?::00)?\s*(?:([AP])\.?M\.?)?$/i;

/** 47:59, the last minute of the next day. */
const LAST_MINUTE = 2_879;

/**
 * Minutes after midnight, 0–2879; undefined where the text is no time of day.
 * QUIRK(web-api, 2018): `0:00` without its first digit, and `9:00 PM` with twelve hours.
 * QUIRK(web-api, 2020): an end on the next day counts on from 24:00 up to 47:59.
 */
export function parseTimeOfDay(value: unknown): number | undefined {
  const match = typeof value === 'string' ? TIME_OF_DAY.exec(value.trim()) : null;
  if (match === null) return undefined;
  const [, hours = '', minutes = '', half] = match;
  const hour = Number(hours);
  const minute = Number(minutes);
  if (minute > 59 || (half !== undefined && (hour < 1 || hour > 12))) return undefined;
  const afternoon = half?.toUpperCase() === 'P' ? 12 : 0;
  const total = (half === undefined ? hour : (hour % 12) + afternoon) * 60 + minute;
  return total > LAST_MINUTE ? undefined : total;
}
