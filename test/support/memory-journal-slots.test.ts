import { describeStateStoreContract } from '../contracts/state-store-contract.ts';
import { MemoryJournal } from './memory-journal.ts';

describeStateStoreContract('MemoryJournal', async () => {
  const journal = new MemoryJournal();
  return { connect: () => journal, dispose: async () => undefined };
});
