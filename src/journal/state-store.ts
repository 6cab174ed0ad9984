import type { StateSlot } from '../domain/state-slot.ts';

/**
 * Where an account's small durable values live: sessions, tokens, latches. The journal is one; the user's MongoDB is
 * another, for machines whose disk does not last. Whatever a slot promised is durable when it resolves.
 */
export interface StateStore {
  open(): Promise<void>;
  close(): Promise<void>;
  /** A durable named value of this account. */
  slot(account: string, name: string): StateSlot;
  /** Names of the account's slots that hold a value, sorted. */
  slotNames(account: string): Promise<readonly string[]>;
}
