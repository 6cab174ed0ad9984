import type { EpochMs } from '../domain/instant.ts';

/** What is watched: whether an account’s readings go on, one source, or one sink. */
export interface Subject {
  readonly about: 'data' | 'source' | 'sink';
  readonly account: string;
  /** Name of the source or sink. */
  readonly part?: string;
}

/** The same subject has the same key for ever: it is what a told trouble is kept under. */
export function keyOf({ about, account, part }: Subject): string {
  return [about, account, ...(part === undefined ? [] : [part])].join(' ');
}

/** A failure in words that hold no secret. */
export interface Fault {
  readonly code: string;
  readonly message: string;
}

/** Something that people want to know of. */
export interface Trouble {
  readonly word: 'stopped' | 'latched' | 'stuck';
  readonly since: EpochMs;
  /** Of a latch, of a stuck sink, and of stopped data where a source fails. */
  readonly fault?: Fault;
  /** Of stopped data: what its source does. */
  readonly cause?: 'answers' | 'fails' | 'latched' | 'silent';
  /** Of stopped data: the account has Share, which is quick; the Web API is hours late. */
  readonly hasShare?: boolean;
}

/**
 * How a subject is. `unclear`: too early to tell, or between the two; nothing is told then.
 * `well`: it was seen to work, or (`isProven` false) only no longer seen to fail.
 */
export type Condition =
  | { readonly state: 'unclear' }
  | { readonly state: 'well'; readonly isProven: boolean }
  | { readonly state: 'trouble'; readonly trouble: Trouble };

/** Nothing can be said. */
export const UNCLEAR: Condition = { state: 'unclear' };
