import { expandBraces } from '../query/expand-braces.ts';
import type { Condition } from '../query/condition.ts';
import { readPattern, readPatterns } from '../query/pattern.ts';

/** What a path of patterns asks of one field: `/2025-04/T{13..18}` asks for the afternoons of a month. */
export interface PatternPath {
  readonly field: string;
  /** What the texts begin with. */
  readonly prefix: string | undefined;
  /** What comes after, anywhere. */
  readonly regex: string | undefined;
}

/** Characters that mean themselves in a pattern. */
const PLAIN = /^[\dT:-]+$/;
/** After any text that begins so. */
const AFTER = '\uffff';

/** The patterns with their braces expanded; any of them may match. @throws BridgeFailure `feed.bad_query` */
export function patternsOf({ prefix, regex }: PatternPath): readonly string[] {
  const isMany = expandBraces(prefix ?? '', 'prefix').length > 1;
  return expandBraces(
    `${isMany ? `^${prefix ?? ''}` : ''}${regex === undefined ? '' : `.*${regex}`}`,
    'pattern',
  );
}

/** The patterns as a condition. @throws BridgeFailure `feed.bad_query` */
export async function patternCondition(path: PatternPath): Promise<Condition> {
  const { field, prefix } = path;
  const anyOf = await readPatterns(patternsOf(path), 'pattern');
  const prefixes = expandBraces(prefix ?? '', 'prefix');
  const [only = ''] = prefixes;
  return {
    kind: 'field',
    path: field,
    tests: [
      { is: 'oneOf', values: [anyOf] },
      ...(prefixes.length > 1
        ? []
        : [{ is: 'like', pattern: await readPattern(`^${only}`, '', 'prefix') } as const]),
      // The same once more in words that tell where in time to look.
      ...(prefixes.length === 1 && PLAIN.test(only)
        ? ([
            { is: 'atLeast', value: only },
            { is: 'atMost', value: only + AFTER },
          ] as const)
        : []),
    ],
  };
}
