import { afterEach, beforeEach, describe } from '@jest/globals';
import type { Journal } from '../../src/journal/journal.ts';
import type { Clock } from '../../src/platform/clock.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { describeIngest } from './journal/ingest-contract.ts';
import { JournalRig } from './journal/journal-rig.ts';
import { describeKeeping } from './journal/keeping-contract.ts';
import { describeKinds } from './journal/kinds-contract.ts';
import { describeLedger } from './journal/ledger-contract.ts';
import { describeRecords } from './journal/records-contract.ts';

/** A journal under test, with how to get rid of what it kept. */
export interface JournalUnderTest {
  readonly journal: Journal;
  readonly dispose: () => Promise<void>;
}

/** What every Journal promises, whatever it keeps its records in. */
export function describeJournalContract(
  name: string,
  create: (clock: Clock) => Promise<JournalUnderTest>,
): void {
  describe(`${name} keeps the journal's promises`, () => {
    const rig = new JournalRig(new FakeClock());
    let subject: JournalUnderTest;

    beforeEach(async () => {
      subject = await create(rig.clock);
      rig.journal = subject.journal;
      await rig.journal.open();
    });
    afterEach(async () => {
      await rig.journal.close();
      await subject.dispose();
    });

    describeRecords(rig);
    describeIngest(rig);
    describeLedger(rig);
    describeKinds(rig);
    describeKeeping(rig);
  });
}
