import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createMeasure } from '../../src/app/measure-bridge.ts';
import { meteredAccounts } from '../../src/app/metered-accounts.ts';
import type { BridgeAccount } from '../../src/app/read-configuration.ts';
import { BridgeFailure } from '../../src/domain/failure.ts';
import { epochMs, MINUTE_MS } from '../../src/domain/instant.ts';
import type { Position } from '../../src/domain/journal-record.ts';
import { createSqliteJournal } from '../../src/journal/sqlite/index.ts';
import type { Journal } from '../../src/journal/journal.ts';
import { ingestBatch } from '../../src/pipeline/ingest.ts';
import type { MeteredAccount } from '../../src/telemetry/bridge-measure.ts';
import { createStatusBoard } from '../../src/telemetry/status-board.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { calibrationAt } from '../support/make-journal-record.ts';
import { batchOf, PERIOD_MS, seen, T0 } from '../support/readings.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const ACCOUNTS: readonly MeteredAccount[] = [
  {
    name: 'anna',
    sources: [{ name: 'share', kinds: ['reading'] }],
    sinks: [
      { name: 'nightscout', kinds: ['reading'] },
      { name: 'nightscout-treatments', kinds: ['calibration', 'device'] },
    ],
  },
  { name: 'ben', sources: [], sinks: [{ name: 'mongodb', kinds: ['reading'] }] },
];

let clock: FakeClock;
let folder: string;
let dispose: () => Promise<void>;
let journal: Journal;

beforeEach(async () => {
  clock = new FakeClock(T0);
  ({ folder, dispose } = await temporaryFolder());
  journal = createSqliteJournal({ folder, clock });
  await journal.open();
});

afterEach(async () => {
  await journal.close();
  await dispose();
});

function start(use: Pick<Journal, 'newest' | 'cursor' | 'readAfter' | 'summary'> = journal) {
  const board = createStatusBoard(
    clock,
    ACCOUNTS.map(({ name, sinks }) => ({
      name,
      sources: ['share'],
      sinks: sinks.map((sink) => sink.name),
    })),
  );
  const measure = createMeasure({ accounts: ACCOUNTS, journal: use, folder, board, clock });
  const sinkOf = async (name: string) => {
    const { accounts } = await measure();
    const found = accounts.flatMap(({ sinks }) => sinks).find((sink) => sink.name === name);
    if (found === undefined) throw new Error('no such sink');
    return found;
  };
  return { board, measure, sinkOf };
}

/** Puts that many readings into the journal, and a calibration behind them. */
async function record(readings: number, account = 'anna'): Promise<void> {
  const many = [...Array(readings).keys()].map((k) => seen(T0 - (readings - k) * PERIOD_MS));
  const terms = { journal, account, toleranceMs: 150_000 };
  await ingestBatch(terms, batchOf(...many), clock.now());
  const calibration = { ...calibrationAt(epochMs(T0 - 1_000)), source: 'web-api' } as const;
  await ingestBatch(terms, { ...batchOf(), observations: [calibration] }, clock.now());
}

describe('what is measured', () => {
  test('of a journal that holds nothing is nothing, with the size of its files', async () => {
    const { measure, board } = start();
    const measured = await measure();
    expect(measured.status).toEqual(board.snapshot());
    expect(measured.accounts).toEqual([
      {
        name: 'anna',
        records: 0,
        setAside: 0,
        refused: 0,
        sinks: ['nightscout', 'nightscout-treatments'].map((name) => ({
          name,
          cursor: 0,
          cursorSince: T0,
          pending: 0,
        })),
      },
      {
        name: 'ben',
        records: 0,
        setAside: 0,
        refused: 0,
        sinks: [{ name: 'mongodb', cursor: 0, cursorSince: T0, pending: 0 }],
      },
    ]);
    expect(measured.journalBytes).toBeGreaterThan(4_000);
    expect(measured.diskFreeBytes).toBeGreaterThan(0);
  });

  test('is how far each sink has come with the kinds that it takes', async () => {
    await record(20);
    const { measure, sinkOf } = start();
    const [anna] = (await measure()).accounts;
    expect(anna).toMatchObject({ records: 21, newest: T0 - PERIOD_MS });
    expect(await sinkOf('nightscout')).toMatchObject({ cursor: 0, pending: 20, pendingSince: T0 });
    expect(await sinkOf('nightscout-treatments')).toMatchObject({ pending: 1 });
    await journal.advance('anna', 'nightscout', 15 as Position, []);
    expect(await sinkOf('nightscout')).toMatchObject({ cursor: 15, pending: 5 });
    await journal.advance('anna', 'nightscout', 20 as Position, []);
    const done = await sinkOf('nightscout');
    expect(done).toMatchObject({ cursor: 20, pending: 0 });
    expect(done).not.toHaveProperty('pendingSince');
  });

  test('of a long backlog is exact up to a thousand and beyond that never too little', async () => {
    await record(1_000);
    const { sinkOf } = start();
    expect((await sinkOf('nightscout')).pending).toBe(1_000);
    await record(3_500, 'ben');
    const pendingFrom = async (position: number) => {
      await journal.advance('ben', 'mongodb', position as Position, []);
      return (await sinkOf('mongodb')).pending;
    };
    expect((await sinkOf('mongodb')).pending).toBe(3_501);
    expect(await pendingFrom(2_499)).toBe(1_002);
    expect(await pendingFrom(2_500)).toBe(1_000);
  });

  test('of a long backlog is exact where nothing else lies between', async () => {
    const many = [...Array(1_001).keys()].map((k) => seen(T0 - (k + 1) * PERIOD_MS));
    await ingestBatch({ journal, account: 'ben', toleranceMs: 0 }, batchOf(...many), clock.now());
    expect((await start().sinkOf('mongodb')).pending).toBe(1_001);
  });
});

describe('since when a cursor stands', () => {
  test('is when it was first seen there; of one that has not moved yet, the start', async () => {
    await record(10);
    const { sinkOf } = start();
    await clock.advance(5 * MINUTE_MS);
    expect((await sinkOf('nightscout')).cursorSince).toBe(T0);
    await journal.advance('anna', 'nightscout', 5 as Position, []);
    await clock.advance(MINUTE_MS);
    expect((await sinkOf('nightscout')).cursorSince).toBe(T0 + 6 * MINUTE_MS);
    await clock.advance(30 * MINUTE_MS);
    expect((await sinkOf('nightscout')).cursorSince).toBe(T0 + 6 * MINUTE_MS);
  });

  test('is its last delivery, where nobody has looked before', async () => {
    const { board, sinkOf } = start();
    await clock.advance(10 * MINUTE_MS);
    board.note({
      type: 'sink.delivered',
      account: 'anna',
      sink: 'nightscout',
      written: 1,
      present: 0,
      refused: 0,
      newest: epochMs(T0),
      lagMs: 1,
    });
    await clock.advance(10 * MINUTE_MS);
    expect((await sinkOf('nightscout')).cursorSince).toBe(T0 + 10 * MINUTE_MS);
    expect((await sinkOf('mongodb')).cursorSince).toBe(T0);
  });
});

describe('looking', () => {
  test('is done once for all who ask at the same time', async () => {
    let looks = 0;
    const counting = {
      newest: journal.newest.bind(journal),
      cursor: journal.cursor.bind(journal),
      readAfter: journal.readAfter.bind(journal),
      async summary(account: string) {
        looks += 1;
        return journal.summary(account);
      },
    };
    const { measure } = start(counting);
    const [one, other] = await Promise.all([measure(), measure()]);
    expect(one).toBe(other);
    expect(looks).toBe(ACCOUNTS.length);
  });

  test('counts a large journal seldom, and looks at cursors and the newest reading each time', async () => {
    let looks = 0;
    const slow = {
      newest: journal.newest.bind(journal),
      cursor: journal.cursor.bind(journal),
      readAfter: journal.readAfter.bind(journal),
      async summary(account: string) {
        looks += 1;
        await new Promise((resolve) => setTimeout(resolve, 50));
        return journal.summary(account);
      },
    };
    const { measure } = start(slow);
    await measure();
    await record(3);
    const [anna] = (await measure()).accounts;
    expect(looks).toBe(ACCOUNTS.length);
    expect(anna).toMatchObject({ records: 0, newest: T0 - PERIOD_MS, sinks: [{ pending: 3 }, {}] });
  });

  test('fails as the journal does, and works again with it', async () => {
    const broken = { now: true };
    const cursor: Journal['cursor'] = async (account, sink) => {
      if (broken.now) throw new BridgeFailure('journal.busy', 'transient', 'busy');
      return journal.cursor(account, sink);
    };
    const { measure } = start({
      newest: journal.newest.bind(journal),
      readAfter: journal.readAfter.bind(journal),
      summary: journal.summary.bind(journal),
      cursor,
    });
    await expect(measure()).rejects.toMatchObject({ code: 'journal.busy' });
    broken.now = false;
    expect((await measure()).accounts).toHaveLength(2);
  });
});

test('what is metered follows the configuration', () => {
  const writes = { events: true, mbg: false, alerts: false };
  const full = { name: 'anna', share: {}, webApi: {}, restV1: {}, mongo: undefined, writes };
  const bare = { name: 'ben', share: {}, mongo: {}, writes: { ...writes, events: false } };
  const accounts = [full, bare] as unknown as BridgeAccount[];
  expect(meteredAccounts(accounts)).toEqual([
    {
      name: 'anna',
      sources: [
        { name: 'share', kinds: ['reading'] },
        { name: 'web-api', kinds: ['reading', 'calibration', 'event', 'alert', 'device'] },
      ],
      sinks: [
        { name: 'nightscout', kinds: ['reading'] },
        { name: 'nightscout-treatments', kinds: ['calibration', 'device', 'event'] },
      ],
    },
    {
      name: 'ben',
      sources: [{ name: 'share', kinds: ['reading'] }],
      sinks: [{ name: 'mongodb', kinds: ['reading'] }],
    },
  ]);
});
