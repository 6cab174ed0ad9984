/** What came of reading a text: the value, or in words what was expected; never the text itself. */
export type ReadText<Value> =
  | { readonly success: true; readonly data: Value }
  | {
      readonly success: false;
      readonly error: { readonly issues: readonly { readonly message: string }[] };
    };

/**
 * Reads a text that a person set. A zod schema of strings is one too; those of the settings are written without zod,
 * whose loading alone would take a third of the time until the first reading is delivered.
 */
export interface TextSchema<Value> {
  safeParse(text: string): ReadText<Value>;
}

/** A text that cannot be read, with what was expected instead. */
export class Unreadable {
  readonly expected: string;

  constructor(expected: string) {
    this.expected = expected;
  }
}

/** A schema of a function that gives the value or says what it expected. */
export function textSchema<Value>(read: (text: string) => Value | Unreadable): TextSchema<Value> {
  return {
    safeParse(text) {
      const data = read(text);
      if (!(data instanceof Unreadable)) return { success: true, data };
      return { success: false, error: { issues: [{ message: data.expected }] } };
    },
  };
}
