import { setImmediate as breathe } from 'node:timers/promises';
import type { SqlDatabase } from './sql-driver.ts';
import { corrupt } from './sql-failure.ts';
import { RECORD_COLUMNS, toRecord, toSaid } from './stored-row.ts';

const CHUNK_ROWS = 500;
const RECORDS = `SELECT ${RECORD_COLUMNS} FROM records WHERE row > ? ORDER BY row LIMIT ${CHUNK_ROWS}`;
const OBSERVATIONS = `SELECT account, source, source_record_id, row, said FROM observations
  WHERE (account, source, source_record_id) > (?, ?, ?)
  ORDER BY account, source, source_record_id LIMIT ${CHUNK_ROWS}`;
/** The invariants of schema.ts that no constraint holds. */
const BROKEN: readonly (readonly [what: string, sql: string])[] = [
  [
    'a record stands after the last position',
    `SELECT 1 AS broken FROM records LEFT JOIN sequences USING (account)
     WHERE position > coalesce(last_position, 0) LIMIT 1`,
  ],
  [
    'a cursor stands after the last position',
    `SELECT 1 AS broken FROM cursors LEFT JOIN sequences USING (account)
     WHERE position > coalesce(last_position, 0) LIMIT 1`,
  ],
  ['an observation points to no record', 'PRAGMA foreign_key_check'],
  [
    'an observation points to a record of another kind',
    `SELECT 1 AS broken FROM observations JOIN records USING (row)
     WHERE records.account <> observations.account
       OR CASE kind WHEN 'reading' THEN instr(source, ' ') > 0 ELSE source NOT LIKE '% ' || kind END
     LIMIT 1`,
  ],
];

/**
 * Reads the whole file: SQLite's own check, every body, and the invariants. `isOpen` as in pruneRecords.
 * @throws BridgeFailure `journal.corrupt` saying what is damaged.
 */
export async function verifyFile(database: SqlDatabase, isOpen: () => boolean): Promise<void> {
  const { file } = database;
  const verdict = database.get('PRAGMA integrity_check(1)')?.['integrity_check'];
  if (verdict !== 'ok') throw corrupt(file, `SQLite says: ${verdict ?? 'nothing'}`);
  for (const [what, sql] of BROKEN) if (database.get(sql)) throw corrupt(file, what);

  let row: unknown = 0;
  while (isOpen() && row !== undefined) {
    const rows = database.all(RECORDS, row);
    for (const each of rows) toRecord(file, each);
    row = rows.at(-1)?.['row'];
    await breathe();
  }
  let key: readonly unknown[] | undefined = ['', '', ''];
  while (isOpen() && key) {
    const rows = database.all(OBSERVATIONS, ...key);
    for (const each of rows) toSaid(file, each);
    const last = rows.at(-1);
    key = last && [last['account'], last['source'], last['source_record_id']];
    await breathe();
  }
}
