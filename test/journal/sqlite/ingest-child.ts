/**
 * A process that ingests in a loop until it is killed: `ingest-child.ts FOLDER`. Whatever was acknowledged
 * it says at once, as a line `<what> <number>` written straight to standard output.
 */
import { writeSync } from 'node:fs';
import type { MgDl } from '../../../src/domain/glucose.ts';
import { createSqliteJournal } from '../../../src/journal/sqlite/index.ts';
import { systemClock } from '../../../src/platform/clock.ts';
import { makeReading } from '../../support/make-reading.ts';

/** Records of one ingest: all of them or none. */
const BATCH = 7;

const say = (what: string, number: number): void => {
  writeSync(1, `${what} ${number}\n`);
};

const journal = createSqliteJournal({ folder: process.argv[2] ?? '', clock: systemClock });
await journal.open();
let { lastPosition } = await journal.summary('a');
say('open', lastPosition);
for (;;) {
  const first = lastPosition;
  await journal.ingest('a', (ledger) => {
    for (let i = 1; i <= BATCH; i += 1) {
      const reading = makeReading((first + i) * 5, {
        glucoseMgdl: (40 + ((first + i) % 300)) as MgDl,
      });
      const held = ledger.insert(reading, systemClock.now());
      const sourceRecordId = `id-${first + i}`;
      ledger.remember(held, { ...reading, source: 'web-api', sourceRecordId }, systemClock.now());
    }
  });
  ({ lastPosition } = await journal.summary('a'));
  say('ingested', lastPosition);
  await journal.advance('a', 'site', lastPosition, []);
  say('advanced', lastPosition);
  await journal.slot('a', 'token').write(String(lastPosition));
  say('wrote', lastPosition);
}
