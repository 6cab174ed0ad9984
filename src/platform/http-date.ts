import { DAY_MS, epochMs, toIsoUtc, type EpochMs } from '../domain/instant.ts';

const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');

const IMF_FIXDATE =
  /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), (\d{2}) ([A-Z][a-z]{2}) (\d{4}) (\d{2}):(\d{2}):(\d{2}) GMT$/;

/**
 * Reads an HTTP date in the one form servers may send (RFC 9110 5.6.7, `Sun, 06 Nov 1994 08:49:37 GMT`).
 * Anything else, and a day or hour that does not exist, is undefined.
 */
export function parseHttpDate(text: string | undefined): EpochMs | undefined {
  const match = IMF_FIXDATE.exec(text ?? '');
  if (match === null) return undefined;
  const [, day = '', monthName = '', year = '', hour = '', minute = '', second = ''] = match;
  const month = MONTHS.indexOf(monthName);
  if (month < 0) return undefined;
  const instant = epochMs(
    Date.UTC(Number(year), month, Number(day), Number(hour), Number(minute), Number(second)),
  );
  // Date.UTC rolls 31 February over into March: what does not print as it was read did not exist.
  const asRead = `${year}-${String(month + 1).padStart(2, '0')}-${day}T${hour}:${minute}:${second}`;
  return toIsoUtc(instant).startsWith(asRead) ? instant : undefined;
}

const DAYS = 'Sun Mon Tue Wed Thu Fri Sat'.split(' ');
const DAYS_FROM_SUNDAY_TO_THE_EPOCH = 4;

/** The same form, of an instant; the part of a second is cut. */
export function printHttpDate(instant: EpochMs): string {
  const [day = '', time = ''] = toIsoUtc(instant).split('T');
  const [year = '', month = '', date = ''] = day.split('-');
  const days = Math.floor(instant / DAY_MS) + DAYS_FROM_SUNDAY_TO_THE_EPOCH;
  const weekday = DAYS[((days % DAYS.length) + DAYS.length) % DAYS.length] ?? '';
  return `${weekday}, ${date} ${MONTHS[Number(month) - 1] ?? ''} ${year} ${time.slice(0, 8)} GMT`;
}
