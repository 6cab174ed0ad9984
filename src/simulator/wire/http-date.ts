import { DAY_MS, toIsoUtc, type EpochMs } from '../../domain/instant.ts';

const DAYS = ['Thu', 'Fri', 'Sat', 'Sun', 'Mon', 'Tue', 'Wed'] as const;
const MONTHS = [
  'Jan',
  'Feb',
  'Mar',
  'Apr',
  'May',
  'Jun',
  'Jul',
  'Aug',
  'Sep',
  'Oct',
  'Nov',
  'Dec',
] as const;

/** An instant as the HTTP headers write it: `Tue, 15 Nov 1994 08:12:31 GMT`. */
export function httpDate(instant: EpochMs): string {
  const iso = toIsoUtc(instant);
  // 1970-01-01 was a Thursday.
  const day = DAYS[((Math.floor(instant / DAY_MS) % 7) + 7) % 7] ?? 'Thu';
  const month = MONTHS[Number(iso.slice(5, 7)) - 1] ?? 'Jan';
  return `${day}, ${iso.slice(8, 10)} ${month} ${iso.slice(0, 4)} ${iso.slice(11, 19)} GMT`;
}
