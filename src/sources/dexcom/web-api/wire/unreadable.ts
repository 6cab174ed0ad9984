import { kindOf } from './json-value.ts';

/** A record that cannot be passed on safely. The message is the reason in its SetAside and holds no text of the record. */
export class Unreadable extends Error {
  override readonly name = 'Unreadable';

  /** @param got the value that came; only its kind is told, and of a number the number. */
  constructor(field: string, expected: string, got: unknown, remark = '') {
    super(`${field}: expected ${expected}, got ${kindOf(got)}${remark}`);
  }
}
