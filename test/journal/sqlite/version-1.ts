/**
 * A journal as the first release wrote it, word for word. Never edit it: files like this one are out there,
 * and whatever the format becomes, they must open and give these very records.
 */
export const VERSION_1_FILE = `
PRAGMA auto_vacuum = INCREMENTAL;
BEGIN;
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
INSERT INTO sequences VALUES ('default', 3);
INSERT INTO records VALUES (1, 'default', 3, 'reading', 1745081000000, 'abc', 1234,
  '{"kind":"reading","systemTime":1745081000000,"glucoseMgdl":121,"trend":"flat","trendRateMgdlPerMin":-0.1,"utcOffsetMinutes":-420,"transmitterId":"abc","transmitterTicks":1234}',
  1745081007000, 1745081099000);
INSERT INTO records VALUES (2, 'default', 2, 'reading', 1745081300000, NULL, NULL,
  '{"kind":"reading","systemTime":1745081300000,"glucoseMgdl":39}', 1745081307000, 1745081307000);
INSERT INTO observations VALUES ('default', 'web-api', 'id-1', 1,
  '{"kind":"reading","systemTime":1745081000500,"glucoseMgdl":121,"source":"web-api","sourceRecordId":"id-1"}', 1745081099000);
INSERT INTO cursors VALUES ('default', 'site', 2, 1745081310000);
INSERT INTO refused VALUES (1, 'default', 2, 'site', 'rest.refused', 'too low', 1745081310000);
INSERT INTO set_aside VALUES (1, 'default', 'share', 'k', 'Value: expected a number', '{"Value":"x"}', 1745081007000);
INSERT INTO slots VALUES ('default', 'share.session', 's', 1745081007000);
PRAGMA application_id = 1313101890;
PRAGMA user_version = 1;
COMMIT;
`;
