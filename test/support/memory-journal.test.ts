import { describeJournalContract } from '../contracts/journal-contract.ts';
import { MemoryJournal } from './memory-journal.ts';

describeJournalContract('MemoryJournal', async (clock) => ({
  journal: new MemoryJournal(clock),
  dispose: async () => undefined,
}));
