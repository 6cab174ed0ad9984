import type { Reading } from '../../../src/domain/reading.ts';
import { epochMs } from '../../../src/domain/instant.ts';
import { START, type Position } from '../../../src/domain/journal-record.ts';
import type { Held, Journal, Ledger } from '../../../src/journal/journal.ts';
import type { FakeClock } from '../../support/fake-clock.ts';
import { EPOCH_MS } from '../../support/make-reading.ts';

/** When the tests put records in, and when they change them. */
export const at = epochMs(EPOCH_MS + 7_000);
export const later = epochMs(EPOCH_MS + 99_000);

/** The journal of the running test, with short words for what most tests do. All act on account `a`. */
export class JournalRig {
  journal!: Journal;
  readonly clock: FakeClock;

  constructor(clock: FakeClock) {
    this.clock = clock;
  }

  put(...readings: readonly Reading[]): Promise<void> {
    return this.inLedger((ledger) => {
      for (const reading of readings) ledger.insert(reading, at);
    });
  }

  inLedger<T>(work: (ledger: Ledger) => T): Promise<T> {
    return this.journal.ingest('a', work);
  }

  async positions(after: number = START): Promise<number[]> {
    const records = await this.journal.readAfter('a', after as Position, 1_000);
    return records.map((each) => each.position);
  }
}

/** System times in minutes after EPOCH_MS. */
export function times(held: readonly Held[]): number[] {
  return held.map((each) => (each.record.systemTime - EPOCH_MS) / 60_000);
}
