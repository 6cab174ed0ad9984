import { badQuery } from './bad-query.ts';
import type { Operand, Test } from './condition.ts';
import { readPattern, type Pattern } from './pattern.ts';
import { readDateText } from './read-date-text.ts';
import { isTree, type Tree } from './tree.ts';

/** How the operands of a field are read. */
export interface OperandRules {
  readonly numbers: readonly string[];
  readonly patterns: readonly string[];
  readonly dateField?: string | undefined;
}

const COMPARISONS = {
  $eq: 'equal',
  $gt: 'above',
  $gte: 'atLeast',
  $lt: 'below',
  $lte: 'atMost',
} as const;
const SLASHED = /\/(.*)\/(.*)/;
const OBJECT_ID = /^[0-9a-f]{24}$/i;

/** What a `find` says of one field. @throws BridgeFailure `feed.bad_query` naming the parameter */
export async function readTests(
  field: string,
  value: unknown,
  parameter: string,
  rules: OperandRules,
): Promise<readonly Test[]> {
  const operand = (given: unknown, at: string): Promise<Operand | Pattern> =>
    readOperand(field, given, at, rules);
  const equal = async (given: unknown, at: string): Promise<Test> => {
    const read = await operand(given, at);
    return typeof read === 'object' ? { is: 'like', pattern: read } : { is: 'equal', value: read };
  };
  const operators = async (tree: Tree, at: string): Promise<readonly Test[]> => {
    const tests: Test[] = [];
    for (const [name, given] of Object.entries(tree)) {
      const here = `${at}[${name}]`;
      if (Object.hasOwn(COMPARISONS, name)) {
        const read = await operand(given, here);
        const is = COMPARISONS[name as keyof typeof COMPARISONS];
        // Nothing lies above or below a pattern.
        tests.push(typeof read === 'object' ? { is: 'never' } : { is, value: read });
      } else if (name === '$ne') {
        if (typeof (await operand(given, here)) === 'object') {
          throw badQuery(here, 'write $not instead: nothing is unequal to a pattern');
        }
        tests.push({ is: 'not', tests: [await equal(given, here)] });
      } else if (name === '$in' || name === '$nin') {
        const test = { is: 'oneOf', values: await readList(given, here, operand) } as const;
        tests.push(name === '$in' ? test : { is: 'not', tests: [test] });
      } else if (name === '$exists') {
        tests.push({ is: 'there', isThere: readExists(field, given, rules) });
      } else if (name === '$regex') {
        const pattern = await readPattern(textOf(given, here), optionsOf(tree), here);
        tests.push(field === '_id' ? { is: 'never' } : { is: 'like', pattern });
      } else if (name === '$not') {
        const inner = isTree(given) ? await operators(given, here) : [await equal(given, here)];
        tests.push({ is: 'not', tests: inner });
      } else if (name !== '$options' || !Object.hasOwn(tree, '$regex')) {
        throw badQuery(here, 'this operator is not known here');
      }
    }
    return tests;
  };
  if (!isTree(value)) return [await equal(value, parameter)];
  const names = Object.keys(value);
  if (names.some((name) => name.startsWith('$'))) return operators(value, parameter);
  // Nightscout compares with the object itself, which nothing equals: a forgotten $ would look like no glucose.
  throw badQuery(`${parameter}[${names[0] ?? ''}]`, 'operators begin with $, as in [$gte]');
}

async function readOperand(
  field: string,
  given: unknown,
  parameter: string,
  { numbers, patterns, dateField }: OperandRules,
): Promise<Operand | Pattern> {
  const text = textOf(given, parameter);
  if (field === '_id') {
    if (OBJECT_ID.test(text)) return text.toLowerCase();
    // Ids are of a type of their own to Nightscout: what is no id lies above and below none. Nor is a number.
    return Number.NaN;
  }
  if (numbers.includes(field)) {
    const number = Number.parseInt(text, 10);
    if (Number.isNaN(number)) throw badQuery(parameter, 'this is no number');
    return number;
  }
  const slashed = patterns.includes(field) ? SLASHED.exec(text) : null;
  if (slashed !== null) return readPattern(slashed[1] ?? '', slashed[2] ?? '', parameter);
  // QUIRK(nightscout, 15.0.7): digits alone are compared as the text they are.
  if (field !== dateField || (text !== '' && !Number.isNaN(Number(text)))) return text;
  const date = readDateText(text);
  if (date === undefined) {
    throw badQuery(parameter, 'this is no date: write 2025-04-19 or 2025-04-19T16:43:20Z');
  }
  return date;
}

async function readList(
  given: unknown,
  parameter: string,
  operand: (given: unknown, parameter: string) => Promise<Operand | Pattern>,
): Promise<readonly (Operand | Pattern)[]> {
  if (!Array.isArray(given)) throw badQuery(parameter, `write ${parameter}[]=value for each value`);
  const values: (Operand | Pattern)[] = [];
  for (const [index, each] of given.entries())
    values.push(await operand(each, `${parameter}[${index}]`));
  return values;
}

/**
 * QUIRK(nightscout, 15.0.7): any text says that the field is there, `false` too; only a 0, and only in a field whose
 * operands are numbers, says that it is not.
 */
function readExists(field: string, given: unknown, { numbers }: OperandRules): boolean {
  return !(
    numbers.includes(field) &&
    typeof given === 'string' &&
    Number.parseInt(given, 10) === 0
  );
}

function optionsOf(tree: Tree): string {
  const options = tree['$options'];
  return typeof options === 'string' ? options : '';
}

function textOf(given: unknown, parameter: string): string {
  if (typeof given === 'string') return given;
  throw badQuery(parameter, 'this takes one value');
}
