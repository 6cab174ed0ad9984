import { rewrite, type RecordQuirk } from './record-quirk.ts';
import { listNames } from './wire-record.ts';

const TIMES = /Time$/;
const DISPLAY_TIMES = /isplayTime$/;
const SYSTEM_TIMES = /ystemTime$/;

const quirk = (
  about: string,
  names: RegExp,
  change: (text: string) => string,
  isLossy?: true,
): RecordQuirk => ({
  about,
  lists: listNames,
  ...(isLossy ? { isLossy } : {}),
  apply: (record) => rewrite(record, names, change),
});

/** Odd ways of writing a time. */
export const timeQuirks = {
  noSeconds: quirk(
    'times end with the minute',
    TIMES,
    (text) => text.replace(/(T\d\d:\d\d):\d\d/, '$1'),
    true,
  ),
  zoneWithSeconds: quirk('display zones carry seconds, as -06:59:58', DISPLAY_TIMES, (text) =>
    text.replace(/([+-])(\d\d):(\d\d)$/, (_zone, sign: string, hours: string, minutes: string) =>
      shorter(sign, Number(hours) * 3_600 + Number(minutes) * 60),
    ),
  ),
  zoneWithoutColon: quirk('display zones are written -0700', DISPLAY_TIMES, (text) =>
    text.replace(/([+-]\d\d):(\d\d)$/, '$1$2'),
  ),
  blankSeparator: quirk('a blank stands between date and time', TIMES, (text) =>
    text.replace('T', ' '),
  ),
  noZone: quirk('neither time says its zone, on a phone too', TIMES, (text) =>
    text.replace(/(Z|[+-]\d\d:\d\d)$/, ''),
  ),
  zeroZone: quirk('the system time says +00:00 for Z', SYSTEM_TIMES, (text) =>
    text.replace(/Z$/, '+00:00'),
  ),
  milliseconds: quirk('times carry a fraction', TIMES, (text) =>
    text.replace(/(T\d\d:\d\d:\d\d)/, '$1.000'),
  ),
  singleDigits: quirk('times are written without leading zeros', TIMES, (text) =>
    text.replace(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/, (main) => main.replace(/(^|\D)0(\d)/g, '$1$2')),
  ),
} satisfies Readonly<Record<string, RecordQuirk>>;

/** Two seconds less than whole, as a clock that lags says it; UTC itself two seconds more. */
function shorter(sign: string, seconds: number): string {
  const size = seconds === 0 ? 2 : seconds - 2;
  const two = (part: number): string => String(Math.floor(part)).padStart(2, '0');
  return `${sign}${two(size / 3_600)}:${two((size % 3_600) / 60)}:${two(size % 60)}`;
}
