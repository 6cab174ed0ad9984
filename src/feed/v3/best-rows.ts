import type { StoredRow } from '../feed-rows.ts';

/** Order of two rows by the values they are sorted by. */
export type CompareKeys = (a: readonly unknown[], b: readonly unknown[]) => number;

interface Ranked {
  readonly keys: readonly unknown[];
  readonly row: StoredRow;
}

/**
 * Keeps the first rows of an order, however many are shown to it: a heap, the last of those kept on top, so that one row more
 * costs a few comparisons and no row that is out is held.
 */
export class BestRows {
  readonly #most: number;
  readonly #compare: CompareKeys;
  readonly #heap: Ranked[] = [];

  constructor(most: number, compare: CompareKeys) {
    this.#most = most;
    this.#compare = compare;
  }

  get isFull(): boolean {
    return this.#heap.length >= this.#most;
  }

  add(row: StoredRow, keys: readonly unknown[]): void {
    const [top] = this.#heap;
    if (top === undefined || !this.isFull) {
      this.#heap.push({ keys, row });
      this.#rise(this.#heap.length - 1);
    } else if (this.#compare(keys, top.keys) < 0) {
      this.#heap[0] = { keys, row };
      this.#sink();
    }
  }

  /** Takes out the rows after the first `skip`, in their order. */
  takeAfter(skip: number): readonly StoredRow[] {
    const taken: StoredRow[] = [];
    while (this.#heap.length > skip) {
      const [top] = this.#heap;
      const last = this.#heap.pop();
      if (top === undefined || last === undefined) break;
      taken.push(top.row);
      if (this.#heap.length === 0) break;
      this.#heap[0] = last;
      this.#sink();
    }
    return taken.reverse();
  }

  #rise(from: number): void {
    for (let at = from; at > 0;) {
      const above = (at - 1) >> 1;
      if (!this.#isAfter(at, above)) return;
      this.#swap(at, above);
      at = above;
    }
  }

  #sink(): void {
    for (let at = 0; ;) {
      const [left, right] = [2 * at + 1, 2 * at + 2];
      let last = at;
      if (this.#isAfter(left, last)) last = left;
      if (this.#isAfter(right, last)) last = right;
      if (last === at) return;
      this.#swap(at, last);
      at = last;
    }
  }

  #isAfter(a: number, b: number): boolean {
    const [one, other] = [this.#heap[a], this.#heap[b]];
    return one !== undefined && other !== undefined && this.#compare(one.keys, other.keys) > 0;
  }

  #swap(a: number, b: number): void {
    const [one, other] = [this.#heap[a], this.#heap[b]];
    if (one === undefined || other === undefined) return;
    this.#heap[a] = other;
    this.#heap[b] = one;
  }
}
