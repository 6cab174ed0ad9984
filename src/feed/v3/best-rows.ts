import TinyQueue from 'tinyqueue';
import type { StoredRow } from '../feed-rows.ts';

/** Order of two rows by the values they are sorted by. */
export type CompareKeys = (a: readonly unknown[], b: readonly unknown[]) => number;

interface Ranked {
  readonly keys: readonly unknown[];
  readonly row: StoredRow;
}

/** Keeps the first rows of an order, however many are shown to it: no row that is out is held. */
export class BestRows {
  readonly #most: number;
  readonly #compare: CompareKeys;
  /** The last of those kept is the first to go. */
  readonly #queue: TinyQueue<Ranked>;

  constructor(most: number, compare: CompareKeys) {
    this.#most = most;
    this.#compare = compare;
    this.#queue = new TinyQueue<Ranked>([], (a, b) => compare(b.keys, a.keys));
  }

  get isFull(): boolean {
    return this.#queue.length >= this.#most;
  }

  add(row: StoredRow, keys: readonly unknown[]): void {
    if (this.isFull) {
      const last = this.#queue.peek();
      if (last === undefined || this.#compare(keys, last.keys) >= 0) return;
      this.#queue.pop();
    }
    this.#queue.push({ keys, row });
  }

  /** Takes out the rows after the first `skip`, in their order. */
  takeAfter(skip: number): readonly StoredRow[] {
    const taken: StoredRow[] = [];
    while (this.#queue.length > skip) {
      const last = this.#queue.pop();
      if (last === undefined) break;
      taken.push(last.row);
    }
    return taken.reverse();
  }
}
