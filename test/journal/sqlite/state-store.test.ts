import { createSqliteJournal } from '../../../src/journal/sqlite/index.ts';
import { systemClock } from '../../../src/platform/clock.ts';
import { describeStateStoreContract } from '../../contracts/state-store-contract.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

describeStateStoreContract('SqliteJournal', async () => {
  const { folder, dispose } = await temporaryFolder();
  return { connect: () => createSqliteJournal({ folder, clock: systemClock }), dispose };
});
