import { textSchema, Unreadable, type TextSchema } from '../platform/text-schema.ts';

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

/** Fields of a cron expression, from the optional seconds on: least, most, names of the values from `least` on. */
const FIELDS: readonly (readonly [least: number, most: number, names: readonly string[]])[] = [
  [0, 59, []],
  [0, 59, []],
  [0, 23, []],
  [1, 31, []],
  [1, 12, MONTHS],
  [0, 7, DAYS],
];

/** Most days a month can have, from January on. */
const MONTH_DAYS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/**
 * A cron expression of five fields, or six with seconds first: numbers, `*`, lists, ranges, steps, three-letter names;
 * not a day that none of its months has.
 */
export function isCron(text: string): boolean {
  const parts = text.trim().split(/\s+/);
  if (parts.length !== 5 && parts.length !== 6) return false;
  const fields = FIELDS.slice(FIELDS.length - parts.length).map((field, index) => {
    const items = (parts[index] ?? '').toLowerCase().split(',');
    const ranges = items.map((item) => rangeOf(item, ...field));
    return ranges.includes(undefined) ? undefined : ranges.filter((range) => range !== undefined);
  });
  const [days, months] = fields.slice(-3);
  if (fields.includes(undefined) || !days || !months) return false;
  const firstDay = Math.min(...days.map(([first]) => first));
  return months.some(([first, last, step]) => {
    for (let month = first; month <= last; month += step) {
      if (firstDay <= (MONTH_DAYS[month - 1] ?? 0)) return true;
    }
    return false;
  });
}

/** First and last value of one item of a list, and the step between its values; `undefined` where it is none. */
function rangeOf(
  item: string,
  least: number,
  most: number,
  names: readonly string[],
): readonly [first: number, last: number, step: number] | undefined {
  const [, from, to, step] = /^(\*|\w+)(?:-(\w+))?(?:\/(\d{1,2}))?$/.exec(item) ?? [];
  if (from === undefined) return undefined;
  // A step needs something to step over.
  if (step !== undefined && (Number(step) < 1 || (from !== '*' && to === undefined))) {
    return undefined;
  }
  const by = step === undefined ? 1 : Number(step);
  if (from === '*') return to === undefined ? [least, most, by] : undefined;
  const number = (word: string): number => {
    const named = names.indexOf(word);
    return named >= 0 ? named + least : /^\d{1,2}$/.test(word) ? Number(word) : NaN;
  };
  const first = number(from);
  const last = to === undefined ? first : number(to);
  return first >= least && last <= most && first <= last ? [first, last, by] : undefined;
}

/** Schema of a cron expression. */
export function cronText(): TextSchema<string> {
  return textSchema((text) =>
    isCron(text)
      ? text.trim()
      : new Unreadable('a cron expression of five or six fields such as "17 3 * * *"'),
  );
}
