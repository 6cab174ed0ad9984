import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { join } from 'node:path';
import { epochMs } from '../../../src/domain/instant.ts';
import { START } from '../../../src/domain/journal-record.ts';
import { createSqliteJournal } from '../../../src/journal/sqlite/index.ts';
import { openJournalFile } from '../../../src/journal/sqlite/journal-file.ts';
import { migrate, pragma } from '../../../src/journal/sqlite/migrate.ts';
import { MIGRATIONS } from '../../../src/journal/sqlite/schema.ts';
import { openDatabase, type SqlDatabase } from '../../../src/journal/sqlite/sql-driver.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { VERSION_1_FILE } from './version-1.ts';

describe('a journal of another version', () => {
  let folder = '';
  let file = '';
  let dispose: () => Promise<void>;
  beforeEach(async () => {
    ({ folder, dispose } = await temporaryFolder());
    file = join(folder, 'journal.db');
    withFile((database) => database.exec(VERSION_1_FILE));
  });
  afterEach(() => dispose());

  function withFile<T>(work: (database: SqlDatabase) => T): T {
    const database = openDatabase(file);
    try {
      return work(database);
    } finally {
      database.close();
    }
  }

  test('that the first release wrote gives every record, cursor and slot', async () => {
    const journal = createSqliteJournal({ folder, clock: new FakeClock() });
    await journal.open();
    expect(await journal.readAfter('default', START, 9)).toEqual([
      {
        position: 2,
        record: { kind: 'reading', systemTime: 1_745_081_300_000, glucoseMgdl: 39 },
        recordedAt: 1_745_081_307_000,
        changedAt: 1_745_081_307_000,
      },
      {
        position: 3,
        record: {
          kind: 'reading',
          systemTime: 1_745_081_000_000,
          glucoseMgdl: 121,
          trend: 'flat',
          trendRateMgdlPerMin: -0.1,
          utcOffsetMinutes: -420,
          transmitterId: 'abc',
          transmitterTicks: 1234,
        },
        recordedAt: 1_745_081_007_000,
        changedAt: 1_745_081_099_000,
      },
    ]);
    expect(await journal.cursor('default', 'site')).toBe(2);
    expect(await journal.slot('default', 'share.session').read()).toBe('s');
    expect(await journal.readRefused('default', 9)).toHaveLength(1);
    expect(await journal.readSetAside('default', 9)).toHaveLength(1);
    await journal.ingest('default', (ledger) => {
      expect(ledger.findBySourceId('reading', 'web-api', 'id-1')?.said.systemTime).toBe(
        1_745_081_000_500,
      );
      expect(ledger.findByTicks('abc', 1_234, 0)).toHaveLength(1);
      expect(ledger.findNear('reading', epochMs(1_745_081_000_000), 0)).toHaveLength(1);
    });
    await journal.verify();
    await journal.close();
  });

  test('is brought up step by step, and a step that fails leaves the version reached', () => {
    const second = 'CREATE TABLE later_on (x TEXT) STRICT';
    const broken = 'CREATE TABLE half (x TEXT) STRICT; CREATE TABLE half (x TEXT) STRICT';
    withFile((database) => {
      expect(() => migrate(database, [...MIGRATIONS, second, broken])).toThrow(
        expect.objectContaining({ code: 'journal.sql', kind: 'bug' }),
      );
      expect(pragma(database, 'user_version')).toBe(2);
      const tables = database
        .all(`SELECT name FROM sqlite_master WHERE name IN ('later_on', 'half')`)
        .map((row) => row['name']);
      expect(tables).toEqual(['later_on']);
      migrate(database, [...MIGRATIONS, second, 'CREATE TABLE third (x TEXT) STRICT']);
      expect(pragma(database, 'user_version')).toBe(3);
      expect(database.get('SELECT count(*) AS records FROM records')).toEqual({ records: 2 });
    });
  });

  test('that is older is brought up when opened to write, and said to be older when opened to read', async () => {
    const steps = [...MIGRATIONS, 'CREATE TABLE later_on (x TEXT) STRICT'];
    const options = { folder, clock: new FakeClock(), busyTimeoutMs: 100 };
    const reading = openJournalFile({ ...options, readOnly: true }, steps);
    await expect(reading).rejects.toMatchObject({ code: 'journal.older', kind: 'config' });
    (await openJournalFile({ ...options, readOnly: false }, steps)).close();
    const reader = await openJournalFile({ ...options, readOnly: true }, steps);
    expect(pragma(reader, 'user_version')).toBe(2);
    reader.close();
  });

  test.each([true, false])('that is newer is left as it is (read-only: %s)', async (readOnly) => {
    withFile((database) => database.exec('PRAGMA user_version = 99'));
    const journal = createSqliteJournal({ folder, clock: new FakeClock(), readOnly });
    await expect(journal.open()).rejects.toMatchObject({
      code: 'journal.newer',
      kind: 'config',
      message: expect.stringMatching(/format 99.*later version again.*DATA_DIR/s),
    });
    expect(withFile((database) => pragma(database, 'user_version'))).toBe(99);
  });
});
