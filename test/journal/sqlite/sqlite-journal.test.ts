import { describeJournalContract } from '../../contracts/journal-contract.ts';
import { createSqliteJournal } from '../../../src/journal/sqlite/index.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

describeJournalContract('SqliteJournal', async (clock) => {
  const { folder, dispose } = await temporaryFolder();
  return { journal: createSqliteJournal({ folder, clock }), dispose };
});
