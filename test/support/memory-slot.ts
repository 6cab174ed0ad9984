import { BridgeFailure } from '../../src/domain/failure.ts';
import type { StateSlot } from '../../src/domain/state-slot.ts';

/** What can be done to a slot. */
export type SlotStep = 'read' | 'write' | 'clear' | 'swap';

/** A slot in memory that two adapters may share, as two processes share one on disk. */
export class MemorySlot implements StateSlot {
  content: string | undefined;
  /** Every value it held, in order. */
  readonly history: (string | undefined)[] = [];
  /** Called before each step; what it throws, the step throws and does nothing. */
  before: (step: SlotStep) => void = () => undefined;
  /** Called after each step that was done; what it throws, the step throws though it was done. */
  after: (step: SlotStep) => void = () => undefined;

  /** Runs each step; what it does not run is not done. */
  around: <T>(work: () => Promise<T>) => Promise<T> = (work) => work();

  /** From now on writing fails, as on a full disk; `undefined` mends it. */
  fillUp(isFull = true): void {
    this.before = (step) => {
      if (isFull && step !== 'read') {
        throw new BridgeFailure('journal.disk_full', 'transient', 'disk full');
      }
    };
  }

  async read(): Promise<string | undefined> {
    return this.#step('read', () => this.content);
  }

  async write(value: string): Promise<void> {
    return this.#step('write', () => this.#put(value));
  }

  async clear(): Promise<void> {
    return this.#step('clear', () => this.#put(undefined));
  }

  async swap(expected: string | undefined, next: string): Promise<boolean> {
    return this.#step('swap', () => {
      if (this.content !== expected) return false;
      this.#put(next);
      return true;
    });
  }

  #step<T>(step: SlotStep, work: () => T): Promise<T> {
    return this.around(() => this.#do(step, work));
  }

  async #do<T>(step: SlotStep, work: () => T): Promise<T> {
    // As on a disk, others get their turn before and after.
    await Promise.resolve();
    this.before(step);
    const result = work();
    this.after(step);
    await Promise.resolve();
    return result;
  }

  #put(value: string | undefined): void {
    this.content = value;
    this.history.push(value);
  }
}
