import { expect, test } from '@jest/globals';
import { join } from 'node:path';
import { START, type Position } from '../../../src/domain/journal-record.ts';
import { createSqliteJournal } from '../../../src/journal/sqlite/index.ts';
import { systemClock } from '../../../src/platform/clock.ts';
import { seededRandom } from '../../../src/platform/random.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { makeReading } from '../../support/make-reading.ts';
import { startTypeScript } from '../../support/start-typescript.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const CHILD = join(import.meta.dirname, 'ingest-child.ts');
const ROUNDS = 16;
const BATCH = 7;

test('killed at any moment, nothing acknowledged is lost and nothing is half there', async () => {
  const { folder, dispose } = await temporaryFolder();
  const random = seededRandom(20_251_121);
  const acknowledged: Record<string, number> = {};
  let total = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    const child = startTypeScript(CHILD, [folder]);
    await child.line('open');
    await new Promise((resolve) => setTimeout(resolve, random.next() * 120));
    for (const line of await child.kill()) {
      const [what = '', number = ''] = line.split(' ');
      acknowledged[what] = Math.max(acknowledged[what] ?? 0, Number(number));
    }

    const journal = createSqliteJournal({ folder, clock: new FakeClock() });
    await journal.open();
    await journal.verify();
    const records = await journal.readAfter('a', START, 1_000_000);
    total = records.length;
    const at = records[0]?.recordedAt;
    expect(records.map((each) => each.position)).toEqual(
      Array.from({ length: total }, (_, index) => index + 1),
    );
    expect(total % BATCH).toBe(0);
    expect(total).toBeGreaterThanOrEqual(acknowledged['ingested'] ?? 0);
    for (const { position, record } of [records[0], records.at(-1)].filter(
      (each) => each !== undefined,
    )) {
      expect(record.systemTime).toBe(makeReading(position * 5).systemTime);
      expect(record).toMatchObject({ glucoseMgdl: 40 + (position % 300) });
    }
    const cursor = await journal.cursor('a', 'site');
    expect(cursor).toBeGreaterThanOrEqual(acknowledged['advanced'] ?? 0);
    expect(cursor).toBeLessThanOrEqual(total);
    const token = Number((await journal.slot('a', 'token').read()) ?? 0);
    expect(token).toBeGreaterThanOrEqual(acknowledged['wrote'] ?? 0);
    if (at !== undefined) {
      await journal.ingest('a', (ledger) => {
        expect(ledger.findBySourceId('reading', 'web-api', `id-${total}`)).toBeDefined();
        expect(ledger.findBySourceId('reading', 'web-api', `id-${total + 1}`)).toBeUndefined();
      });
    }
    expect(await journal.readAfter('a', total as Position, 1)).toEqual([]);
    await journal.close();
  }
  // The rounds did hit a process at work.
  expect(total).toBeGreaterThan(ROUNDS * BATCH);
  expect(acknowledged['wrote']).toBeGreaterThan(0);
  await dispose();
});

test('a reader and a slot written beside a process that ingests without pause', async () => {
  const { folder, dispose } = await temporaryFolder();
  const child = startTypeScript(CHILD, [folder]);
  await child.line('wrote');
  const clock = systemClock;
  const reader = createSqliteJournal({ folder, clock, readOnly: true });
  const writer = createSqliteJournal({ folder, clock });
  await reader.open();
  await writer.open();
  let last = 0;
  for (let i = 0; i < 20; i += 1) {
    await writer.slot('a', 'latch').write(`opened ${i}`);
    expect(await reader.slot('a', 'latch').read()).toBe(`opened ${i}`);
    const { lastPosition, records } = await reader.summary('a');
    expect(lastPosition % BATCH).toBe(0);
    expect(records).toBe(lastPosition);
    expect(lastPosition).toBeGreaterThanOrEqual(last);
    last = lastPosition;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  expect(last).toBeGreaterThan(BATCH);
  await child.kill();
  await reader.close();
  await writer.close();
  await dispose();
});
