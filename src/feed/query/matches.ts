import type { Condition, Operand, Test } from './condition.ts';

/** Whether a row is what the condition asks for, by MongoDB’s rules. */
export function matches(row: object, condition: Condition): boolean {
  switch (condition.kind) {
    case 'field': {
      const value = valueAt(row, condition.path);
      return condition.tests.every((test) => passes(value, test));
    }
    case 'all':
      return condition.of.every((each) => matches(row, each));
    case 'any':
      return condition.of.some((each) => matches(row, each));
    case 'none':
      return !condition.of.some((each) => matches(row, each));
  }
}

function passes(value: unknown, test: Test): boolean {
  switch (test.is) {
    case 'equal':
      return value === test.value;
    case 'above':
      return isComparable(value, test.value) && value > test.value;
    case 'atLeast':
      return isComparable(value, test.value) && value >= test.value;
    case 'below':
      return isComparable(value, test.value) && value < test.value;
    case 'atMost':
      return isComparable(value, test.value) && value <= test.value;
    case 'oneOf':
      return test.values.some((each) =>
        typeof each === 'object' ? typeof value === 'string' && each.test(value) : value === each,
      );
    case 'like':
      return typeof value === 'string' && test.pattern.test(value);
    case 'there':
      return (value !== undefined) === test.isThere;
    case 'never':
      return false;
    case 'not':
      return !test.tests.every((each) => passes(value, each));
  }
}

/** Numbers lie above and below numbers, texts above and below texts, and nothing else anywhere. */
function isComparable(value: unknown, operand: Operand): value is Operand {
  return typeof value === typeof operand;
}

/** The value under a name, or under names joined by dots. Only what the row itself has. */
function valueAt(row: object, path: string): unknown {
  if (Object.hasOwn(row, path)) return (row as Record<string, unknown>)[path];
  let value: unknown = row;
  for (const name of path.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) {
      return undefined;
    }
    value = (value as Record<string, unknown>)[name];
  }
  return value;
}
