import { badQuery } from './bad-query.ts';

/** More patterns than these come from a mistake. */
const MOST = 2_000;
const NUMBERS = /^(-?\d+)\.\.(-?\d+)(?:\.\.(-?\d+))?$/;
const LETTERS = /^([a-z])\.\.([a-z])(?:\.\.(-?\d+))?$/i;

/**
 * Every text that a text with braces stands for, as a shell expands it: `T{08..10}:{00,30}` is six texts. Braces that hold
 * neither a range nor a comma stay, as they do in a pattern.
 * @param parameter for the message
 * @throws BridgeFailure `feed.bad_query`
 */
export function expandBraces(text: string, parameter: string): readonly string[] {
  const expanded = expand(text);
  if (expanded === undefined) {
    throw badQuery(parameter, `its braces stand for more than ${MOST} patterns; name fewer`);
  }
  return expanded;
}

/** Undefined where there are too many. */
function expand(text: string): readonly string[] | undefined {
  const group = firstGroup(text);
  if (group === undefined) return [text];
  const { start, end, options } = group;
  if (options === undefined) return undefined;
  const heads: string[] = [];
  for (const option of options) {
    const inner = expand(option);
    if (inner === undefined || heads.length + inner.length > MOST) return undefined;
    heads.push(...inner);
  }
  const tails = expand(text.slice(end + 1));
  if (tails === undefined || heads.length * tails.length > MOST) return undefined;
  const before = text.slice(0, start);
  return heads.flatMap((head) => tails.map((tail) => before + head + tail));
}

interface Group {
  readonly start: number;
  readonly end: number;
  /** Undefined where there are too many. */
  readonly options: readonly string[] | undefined;
}

/** The first braces with something to expand. */
function firstGroup(text: string): Group | undefined {
  for (let start = text.indexOf('{'); start >= 0; start = text.indexOf('{', start + 1)) {
    const end = closingOf(text, start);
    if (end === undefined) continue;
    const inner = text.slice(start + 1, end);
    const range = NUMBERS.exec(inner) ?? LETTERS.exec(inner);
    if (range !== null) return { start, end, options: rangeOf(range) };
    const parts = splitAtCommas(inner);
    if (parts.length > 1) return { start, end, options: parts };
  }
  return undefined;
}

function closingOf(text: string, start: number): number | undefined {
  let depth = 0;
  for (let index = start; index < text.length; index += 1) {
    if (text[index] === '{') depth += 1;
    if (text[index] === '}' && (depth -= 1) === 0) return index;
  }
  return undefined;
}

function splitAtCommas(text: string): readonly string[] {
  const parts: string[] = [];
  let depth = 0;
  let from = 0;
  for (let index = 0; index < text.length; index += 1) {
    if (text[index] === '{') depth += 1;
    if (text[index] === '}') depth -= 1;
    if (text[index] === ',' && depth === 0) {
      parts.push(text.slice(from, index));
      from = index + 1;
    }
  }
  return [...parts, text.slice(from)];
}

/** `08..11` keeps its zeros; `a..e` are letters. */
function rangeOf([, first = '', last = '', step = '1']: RegExpExecArray):
  readonly string[] | undefined {
  const isLetters = /[a-z]/i.test(first);
  const from = isLetters ? first.charCodeAt(0) : Number(first);
  const to = isLetters ? last.charCodeAt(0) : Number(last);
  const by = Math.max(Math.abs(Number(step)), 1);
  // Counting never gets past a number that has no neighbour.
  if (![from, to].every(Number.isSafeInteger)) return undefined;
  if (Math.floor(Math.abs(to - from) / by) >= MOST) return undefined;
  const width = [first, last].some((end) => /^-?0\d/.test(end))
    ? Math.max(first.length, last.length)
    : 0;
  const texts: string[] = [];
  for (let at = from; from <= to ? at <= to : at >= to; at += from <= to ? by : -by) {
    texts.push(isLetters ? String.fromCharCode(at) : padded(at, width));
  }
  return texts;
}

function padded(number: number, width: number): string {
  const digits = String(Math.abs(number)).padStart(width - (number < 0 ? 1 : 0), '0');
  return number < 0 ? `-${digits}` : digits;
}
