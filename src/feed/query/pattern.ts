import { badQuery } from './bad-query.ts';

/** A pattern of a reader's; matches anywhere in a text unless it says otherwise. */
export interface Pattern {
  test(text: string): boolean;
}

/** Longer ones are no pattern that a person wrote. */
const LONGEST = 256;
/** Joined patterns are ours; each part was within the limit. */
const LONGEST_JOINED = 32_768;
/**
 * RE2 spells every repetition out: `(.?){1000}` is four thousand steps, and each of them may be looked at for each character of
 * a row. All texts of a day by hour and minute are thirteen thousand.
 */
const MOST_STEPS = 32_768;
const MOST_REPEATED = 10_000;
const REPEATED = /\{(\d+)(?:,(\d*))?\}/g;
/** MongoDB’s letters and JavaScript’s, those without a meaning here included. */
const FLAGS = /^[imsguy]*$/;

/**
 * A pattern that takes time in proportion to the text, whatever it is: RE2’s syntax, which is that of MongoDB and JavaScript without
 * look-around and back-references. Its library is loaded when the first one is asked for.
 * @param parameter for the message
 * @throws BridgeFailure `feed.bad_query`
 */
export async function readPattern(
  source: string,
  flags: string,
  parameter: string,
): Promise<Pattern> {
  if (source.length > LONGEST) throw tooLong(parameter);
  return compile(source, flags, parameter);
}

/** Any one of these patterns, as one. @throws BridgeFailure `feed.bad_query` */
export async function readPatterns(
  sources: readonly string[],
  parameter: string,
): Promise<Pattern> {
  if (sources.some(({ length }) => length > LONGEST)) throw tooLong(parameter);
  const joined = sources.map((source) => `(?:${source})`).join('|');
  if (joined.length > LONGEST_JOINED) throw tooLong(parameter);
  return compile(joined, '', parameter);
}

async function compile(source: string, flags: string, parameter: string): Promise<Pattern> {
  if (!FLAGS.test(flags)) throw badQuery(parameter, 'known options of a pattern are i, m and s');
  if (repeatedBy(source) > MOST_REPEATED) throw tooMuch(parameter);
  const { RE2JS } = await import('re2js');
  const bits =
    (flags.includes('i') ? RE2JS.CASE_INSENSITIVE : 0) |
    (flags.includes('m') ? RE2JS.MULTILINE : 0) |
    (flags.includes('s') ? RE2JS.DOTALL : 0);
  let compiled;
  try {
    compiled = RE2JS.compile(source, bits);
  } catch {
    throw badQuery(
      parameter,
      'this pattern cannot be read (look-around and back-references are not known here)',
    );
  }
  if (compiled.programSize() > MOST_STEPS) throw tooMuch(parameter);
  const pattern = compiled;
  return { test: (text) => pattern.test(text) };
}

/** How many repetitions its numbers ask for, side by side. */
function repeatedBy(source: string): number {
  let sum = 0;
  for (const [, least, most] of source.matchAll(REPEATED)) sum += Number(most || least);
  return sum;
}

function tooMuch(parameter: string): Error {
  return badQuery(
    parameter,
    'this pattern repeats too much: name smaller numbers, or fewer braces',
  );
}

function tooLong(parameter: string): Error {
  return badQuery(parameter, `a pattern has at most ${LONGEST} characters`);
}
