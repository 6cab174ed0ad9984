import type { Pattern } from './pattern.ts';

/** What a value is compared with. A text never equals a number, nor lies above or below one, as in MongoDB. */
export type Operand = string | number;

/** What one field of a row must be. */
export type Test =
  | { readonly is: 'equal' | 'above' | 'atLeast' | 'below' | 'atMost'; readonly value: Operand }
  | { readonly is: 'oneOf'; readonly values: readonly (Operand | Pattern)[] }
  | { readonly is: 'like'; readonly pattern: Pattern }
  | { readonly is: 'there'; readonly isThere: boolean }
  /** Compared with a pattern, which nothing lies above or below. */
  | { readonly is: 'never' }
  | { readonly is: 'not'; readonly tests: readonly Test[] };

/** What a row must be. */
export type Condition =
  | { readonly kind: 'field'; readonly path: string; readonly tests: readonly Test[] }
  | { readonly kind: 'all' | 'any' | 'none'; readonly of: readonly Condition[] };
