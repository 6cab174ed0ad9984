import { afterEach, beforeEach } from '@jest/globals';
import { join } from 'node:path';
import type { Journal } from '../../../src/journal/journal.ts';
import {
  createSqliteJournal,
  type SqliteJournalOptions,
} from '../../../src/journal/sqlite/index.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { EPOCH_MS, makeReading } from '../../support/make-reading.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

/** A data folder that is not there yet, two levels below one that goes after the test. */
export interface FileRig {
  /** The folder that is there. */
  readonly root: string;
  readonly folder: string;
  /** Where the journal's file will be. */
  readonly file: string;
  readonly clock: FakeClock;
  /** A journal of the folder, not open yet. */
  make(more?: Partial<SqliteJournalOptions>): Journal;
  /** Puts that many readings, five minutes apart, into an open journal. */
  fill(journal: Journal, count: number): Promise<void>;
  /** Makes the file, with three readings unless told otherwise, and closes it. */
  makeFilled(count?: number): Promise<void>;
}

/** Makes the folder before each test of the calling file and removes it after. */
export function fileRig(): FileRig {
  const clock = new FakeClock(EPOCH_MS);
  let root = '';
  let dispose = (): Promise<void> => Promise.resolve();
  beforeEach(async () => {
    ({ folder: root, dispose } = await temporaryFolder());
  });
  afterEach(() => dispose());
  const rig: FileRig = {
    get root() {
      return root;
    },
    get folder() {
      return join(root, 'deep', 'data');
    },
    get file() {
      return join(rig.folder, 'journal.db');
    },
    clock,
    make: (more = {}) => createSqliteJournal({ folder: rig.folder, clock, ...more }),
    fill: (journal, count) =>
      journal.ingest('a', (ledger) => {
        for (let i = 0; i < count; i += 1) ledger.insert(makeReading(i * 5), clock.now());
      }),
    async makeFilled(count = 3) {
      const journal = rig.make();
      await journal.open();
      await rig.fill(journal, count);
      await journal.close();
    },
  };
  return rig;
}
