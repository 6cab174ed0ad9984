/**
 * The journal's file, on one page.
 *
 * `journal.db` is an SQLite 3 database (application id "NDXB", WAL, synchronous FULL, incremental auto-vacuum).
 * `PRAGMA user_version` is the number of migrations it has been through.
 *
 * TABLES, each keyed by account first
 *   sequences     the last position given to an account. Only grows, also after prune: a cursor never meets a number twice.
 *   records       one row a record of any kind. `body` is the record as JSON and the only truth; kind, system_time,
 *                 transmitter_id and transmitter_ticks repeat what is searched by.
 *   observations  which record a source's own id was last tied to, and what was last said under that id. `source` is the
 *                 source (`share`) for readings and the source with the kind (`web-api event`) for all others, so that
 *                 equal ids of different kinds never meet.
 *   cursors       how far each sink has confirmed.
 *   refused       what a sink will never take, by position.
 *   set_aside     what could not be passed on, by the key of the raw record.
 *   slots         named values: sessions, tokens, latches. Overwritten with zeros when they go (secure_delete).
 *
 * INVARIANTS
 *   1. A position is given once per account: 0 < position <= sequences.last_position, unique.
 *   2. A record's kind never changes, nor does a reading's system_time; that of any other record changes only together
 *      with its position. The columns equal what is in the body.
 *   3. A cursor never moves back and never stands after the last position.
 *   4. An observation points to a record that exists and is of its kind.
 *
 * WRITE   One BEGIN IMMEDIATE … COMMIT around synchronous work; COMMIT returns after fsync of the WAL. A statement that
 *         fails spoils its whole transaction. Where another process writes, BEGIN is tried again, in turn, for 5 s. A
 *         changed record gets the next position; the old number stays unused.
 * READ    Readers see the last commit and wait for nobody. Every body is checked as it is read; a damaged one is
 *         `journal.corrupt` with its row, never skipped.
 * DELETE  Only prune deletes records, in small transactions, and only what every named sink has confirmed. Observations
 *         go with their record, refusals with their position. Freed pages are re-used, or given back when there are many.
 * RECOVER After a crash SQLite replays the WAL up to the last whole commit: nothing else to do. A new journal is built
 *         beside and linked into place whole, so an empty, foreign or half-made `journal.db` is damage and is refused; it
 *         is never made anew over an old one. A copy is `sqlite3 journal.db "VACUUM INTO 'copy.db'"`.
 */
const VERSION_1 = `
CREATE TABLE sequences (
  account TEXT NOT NULL PRIMARY KEY,
  last_position INTEGER NOT NULL CHECK (last_position > 0)
) STRICT, WITHOUT ROWID;

CREATE TABLE records (
  row INTEGER PRIMARY KEY,
  account TEXT NOT NULL,
  position INTEGER NOT NULL CHECK (position > 0),
  kind TEXT NOT NULL,
  system_time INTEGER NOT NULL,
  transmitter_id TEXT,
  transmitter_ticks REAL,
  body TEXT NOT NULL,
  recorded_at INTEGER NOT NULL,
  changed_at INTEGER NOT NULL,
  UNIQUE (account, position)
) STRICT;
CREATE INDEX records_by_time ON records (account, system_time);
CREATE INDEX records_by_ticks ON records (account, transmitter_id, transmitter_ticks)
  WHERE transmitter_id IS NOT NULL;

CREATE TABLE observations (
  account TEXT NOT NULL,
  source TEXT NOT NULL,
  source_record_id TEXT NOT NULL,
  row INTEGER NOT NULL REFERENCES records (row) ON DELETE CASCADE,
  said TEXT NOT NULL,
  said_at INTEGER NOT NULL,
  PRIMARY KEY (account, source, source_record_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX observations_by_row ON observations (row);

CREATE TABLE cursors (
  account TEXT NOT NULL,
  sink TEXT NOT NULL,
  position INTEGER NOT NULL CHECK (position > 0),
  moved_at INTEGER NOT NULL,
  PRIMARY KEY (account, sink)
) STRICT, WITHOUT ROWID;

CREATE TABLE refused (
  row INTEGER PRIMARY KEY,
  account TEXT NOT NULL,
  position INTEGER NOT NULL CHECK (position > 0),
  sink TEXT NOT NULL,
  code TEXT NOT NULL,
  reason TEXT NOT NULL,
  noted_at INTEGER NOT NULL,
  UNIQUE (account, position, sink)
) STRICT;

CREATE TABLE set_aside (
  row INTEGER PRIMARY KEY,
  account TEXT NOT NULL,
  source TEXT NOT NULL,
  key TEXT NOT NULL,
  reason TEXT NOT NULL,
  sample TEXT NOT NULL,
  met_at INTEGER NOT NULL,
  UNIQUE (account, source, key)
) STRICT;
CREATE INDEX set_aside_by_time ON set_aside (account, met_at);

CREATE TABLE slots (
  account TEXT NOT NULL,
  name TEXT NOT NULL,
  value TEXT NOT NULL,
  written_at INTEGER NOT NULL,
  PRIMARY KEY (account, name)
) STRICT, WITHOUT ROWID;
`;

/** "NDXB": marks an SQLite file as a journal of this bridge. */
export const APPLICATION_ID = 0x4e445842;

/**
 * Step n brings a file from version n to n + 1. Append only: a step that was ever released is never edited,
 * because files that went through it exist.
 */
export const MIGRATIONS: readonly string[] = [VERSION_1];
