import { badQuery } from './bad-query.ts';
import type { Collection } from './collection.ts';
import type { Condition } from './condition.ts';
import { isTree } from './tree.ts';
import { readTests } from './read-tests.ts';

const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;
const JOINTS = { $and: 'all', $or: 'any', $nor: 'none' } as const;

/** A `find`, understood. */
export interface Find {
  readonly condition: Condition;
  /** Whether it says when or which: one that does not is about the last days only. */
  readonly isDated: boolean;
}

/**
 * Reads the `find` of a request: fields with operands or operators, and `$and`, `$or`, `$nor` over lists of the same.
 *
 * QUIRK(nightscout, 15.0.7): operands are read as numbers in the fields of the collection’s own list, and nowhere inside
 * `$or` and its like: there a number is a text, and equals none.
 * @throws BridgeFailure `feed.bad_query` naming the parameter
 */
export async function readFind(find: unknown, collection: Collection): Promise<Find> {
  if (find === undefined || find === '') return { condition: ANYTHING, isDated: false };
  if (!isTree(find)) throw badQuery('find', 'write find[field]=value or find[field][$gte]=value');
  const of: Condition[] = [];
  for (const [name, value] of Object.entries(find)) {
    // An empty text says nothing of when or which.
    if (name === collection.dateField && value === '') continue;
    of.push(await readPart(name, value, `find[${name}]`, collection));
  }
  const isDated = ['_id', 'dateString', collection.dateField].some((name) => Boolean(find[name]));
  return { condition: { kind: 'all', of }, isDated };
}

const ANYTHING: Condition = { kind: 'all', of: [] };
/** Inside a joint nothing is translated. */
const VERBATIM = { numbers: [], patterns: [], dateField: undefined } as const;

async function readPart(
  name: string,
  value: unknown,
  parameter: string,
  rules: Pick<Collection, 'numbers' | 'patterns'> & { readonly dateField?: string | undefined },
): Promise<Condition> {
  if (Object.hasOwn(JOINTS, name)) {
    if (!Array.isArray(value) || value.length === 0) {
      throw badQuery(parameter, `write ${parameter}[0][field]=value, ${parameter}[1][field]=value`);
    }
    const of: Condition[] = [];
    for (const [index, each] of value.entries())
      of.push(await readBranch(each, `${parameter}[${index}]`));
    return { kind: JOINTS[name as keyof typeof JOINTS], of };
  }
  if (name.startsWith('$')) throw badQuery(parameter, 'this operator is not known here');
  if (name === '_id' && typeof value === 'string' && UUID.test(value)) {
    // Uploaders that bring an id of their own find it as the identifier.
    return { kind: 'field', path: 'identifier', tests: [{ is: 'equal', value }] };
  }
  return { kind: 'field', path: name, tests: await readTests(name, value, parameter, rules) };
}

async function readBranch(branch: unknown, parameter: string): Promise<Condition> {
  if (!isTree(branch)) throw badQuery(parameter, `write ${parameter}[field]=value`);
  const of: Condition[] = [];
  for (const [name, value] of Object.entries(branch)) {
    of.push(await readPart(name, value, `${parameter}[${name}]`, VERBATIM));
  }
  return { kind: 'all', of };
}
