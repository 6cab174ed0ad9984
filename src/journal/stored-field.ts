import { epochMs } from '../domain/instant.ts';

/** What one stored field must be. */
export interface Field {
  readonly optional: boolean;
  /** What is wrong with the value found under that name; undefined when nothing is. */
  fault(value: unknown, name: string): string | undefined;
}

/** The fields of one kind of object, complete: a field of `T` without an entry does not compile. */
export type Fields<T extends object> = Readonly<Record<keyof T, Field>>;

/** A field that may be missing. */
export function optional(field: Field): Field {
  return { ...field, optional: true };
}

/** A field of which a plain test tells whether it is right; `expected` says so in words. */
export function plain(expected: string, isValid: (value: unknown) => boolean): Field {
  return {
    optional: false,
    fault: (value, name) => (isValid(value) ? undefined : `${name} is not ${expected}`),
  };
}

/** A field that holds an object with exactly these fields. */
export function nested(fields: Readonly<Record<string, Field>>): Field {
  const faultOf = faultFinder(fields, '');
  return {
    optional: false,
    fault: (value, name) =>
      isObject(value) ? faultOf(value, `${name}.`) : `${name} is not an object`,
  };
}

/** A field that holds a list, each of whose items is as said. */
export function list(item: Field): Field {
  return {
    optional: false,
    fault(value, name) {
      if (!Array.isArray(value)) return `${name} is not a list`;
      for (const [index, each] of value.entries()) {
        const fault = item.fault(each, `${name}[${index}]`);
        if (fault !== undefined) return fault;
      }
      return undefined;
    },
  };
}

export const INSTANT = plain('an instant in whole milliseconds', isInstant);
export const WORD = plain(
  'a text that is not empty',
  (value) => typeof value === 'string' && value !== '',
);
export const TEXT = plain('a text', (value) => typeof value === 'string');
export const FLAG = plain('true or false', (value) => typeof value === 'boolean');
export const NUMBER = plain('a finite number', Number.isFinite);
export const ABOVE_ZERO = plain(
  'a finite number above 0',
  (value) => Number.isFinite(value) && (value as number) > 0,
);
export const MINUTES = plain(
  'whole minutes from 0',
  (value) => Number.isInteger(value) && (value as number) >= 0,
);

/**
 * A search for the first field of an object that is wrong, missing or not known.
 * @param what the object in messages, as in “sgv is no field of a reading”
 */
export function faultFinder(
  fields: Readonly<Record<string, Field>>,
  what: string,
): (value: Readonly<Record<string, unknown>>, prefix?: string) => string | undefined {
  const known = new Map(Object.entries(fields));
  return (value, prefix = '') => {
    for (const [name, field] of known) {
      const found = value[name];
      if (found === undefined && field.optional) continue;
      const fault = field.fault(found, `${prefix}${name}`);
      if (fault !== undefined) return fault;
    }
    for (const name of Object.keys(value)) {
      if (!known.has(name)) return `${prefix}${name} is no field${what && ` of ${what}`}`;
    }
    return undefined;
  };
}

/** Neither a list nor null. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isInstant(value: unknown): boolean {
  try {
    return typeof value === 'number' && epochMs(value) === value;
  } catch {
    return false;
  }
}
