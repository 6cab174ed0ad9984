/** A durable named value of one adapter: a session, a token. Kept in the journal; `write` resolves when it is on disk. */
export interface StateSlot {
  read(): Promise<string | undefined>;
  write(value: string): Promise<void>;
  clear(): Promise<void>;
  /** Writes `next` if the slot holds `expected` (undefined: nothing), in one step across processes; whether it did. */
  swap(expected: string | undefined, next: string): Promise<boolean>;
}
