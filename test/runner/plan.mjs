/** What is run where: every suite once, and what depends on a zone once more in others. */

/** A half-hour offset, east: what is right here by luck only is rare. */
const HOME_ZONE = 'Asia/Kolkata';

/** The zone nobody notices, and one west of it with half an hour and daylight saving. */
const OTHER_ZONES = ['UTC', 'America/St_Johns'];

/**
 * Suites of logic that reads, computes or prints instants, dates and times of day. They start no database server and no
 * process, so that they cost seconds.
 */
const ZONE_SENSITIVE = [
  'test/app',
  'test/cli',
  'test/config/cron.test.ts',
  'test/domain',
  'test/http-server',
  'test/journal/stored-record.test.ts',
  'test/journal/sqlite/sql-value.test.ts',
  'test/journal/sqlite/sqlite-journal.test.ts',
  ...[
    'holes',
    'ingest',
    'lag-memory',
    'merge',
    'merge-reading',
    'merge-stated',
    'normalise',
    'pair-fingersticks',
    'retry-policy',
    'sink-loop',
    'source-loop',
  ].map((name) => `test/pipeline/${name}.test.ts`),
  'test/platform/http-date.test.ts',
  'test/platform/retry-after.test.ts',
  'test/simulator/control',
  'test/simulator/nightscout',
  'test/simulator/patient',
  'test/simulator/share',
  'test/simulator/start-share-simulator.test.ts',
  'test/sinks/nightscout/entry.test.ts',
  'test/sinks/nightscout/iso-instant.test.ts',
  'test/sinks/nightscout/place-entries.test.ts',
  'test/sources',
  'test/status-page',
  'test/telemetry',
];

/**
 * The runs of one call. Asked for particular suites, there is one run of those: in the zone of the environment, if it
 * names one, else at home.
 */
export function planRuns(asked, environment) {
  if (asked.length > 0) return [{ zone: environment.TZ || HOME_ZONE, suites: asked }];
  return [
    { zone: HOME_ZONE, suites: [] },
    ...OTHER_ZONES.map((zone) => ({ zone, suites: ZONE_SENSITIVE })),
  ];
}
