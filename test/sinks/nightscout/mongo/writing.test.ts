import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { MongoClient, ObjectId } from 'mongodb';
import { BridgeFailure } from '../../../../src/domain/failure.ts';
import type { MgDl } from '../../../../src/domain/glucose.ts';
import { DAY_MS, epochMs, type EpochMs } from '../../../../src/domain/instant.ts';
import type { JournalRecord } from '../../../../src/domain/journal-record.ts';
import type { Reading } from '../../../../src/domain/reading.ts';
import { toEntry } from '../../../../src/sinks/nightscout/entry.ts';
import { entryObjectId } from '../../../../src/sinks/nightscout/mongo/entry-object-id.ts';
import type { Sink } from '../../../../src/sinks/sink.ts';
import { describeSinkContract } from '../../../contracts/sink-contract.ts';
import { makeRecord } from '../../../support/make-record.ts';
import { mongoRig, type MongoRig } from '../../../support/mongo-rig.ts';
import { startMongod, type RunningMongod } from '../../../support/mongod/start-mongod.mjs';

const OLD = epochMs(1_600_000_000_123);
const recent = (): EpochMs => epochMs(Date.now() - DAY_MS / 2);
const never = new AbortController().signal;
const records = (count: number, base: EpochMs = OLD): JournalRecord<Reading>[] =>
  Array.from({ length: count }, (_, index) => makeRecord(base, index));

let server: RunningMongod;
beforeAll(async () => {
  server = await startMongod({ replicaSet: true });
}, 300_000);
afterAll(() => server.stop());

// Recent readings take another way than old ones: upserts instead of inserts.
describeSinkContract('Nightscout’s MongoDB as a replica set, recent readings', () =>
  mongoRig(server.uri, recent()),
);

describe('the MongoDB sink', () => {
  let rig: MongoRig;
  let sink: Sink;
  beforeEach(async () => {
    rig = await mongoRig(server.uri);
    sink = rig.sink();
    await sink.open();
  });
  afterEach(async () => {
    await sink.close();
    await rig.stop();
  });
  const failureOf = async (work: Promise<unknown>): Promise<BridgeFailure> => {
    const thrown: unknown = await work.then(
      () => undefined,
      (reason: unknown) => reason,
    );
    expect(thrown).toBeInstanceOf(BridgeFailure);
    return thrown as BridgeFailure;
  };

  test('stores the whole document and nothing else, under an id that any bridge would give', async () => {
    for (const base of [OLD, recent()]) {
      const held = makeRecord(base, 0, { utcOffsetMinutes: -300 });
      await sink.write([held], never);
      const entry = toEntry(held, rig.device);
      const row = await rig.collection.findOne({ sysTime: entry.sysTime });
      expect(row).toEqual({ _id: new ObjectId(entryObjectId(entry)), ...entry });
    }
  });

  test('ids grow with time and are the same whatever the device is called', () => {
    const entries = records(3).map((held) => toEntry(held, 'one'));
    const ids = entries.map(entryObjectId);
    expect([...ids].sort()).toEqual(ids);
    expect(new ObjectId(ids[0]).getTimestamp().getTime()).toBe(Math.floor(OLD / 1000) * 1000);
    expect(records(3).map((held) => entryObjectId(toEntry(held, 'two')))).toEqual(ids);
  });

  test('adds no index to a user’s collection', async () => {
    const before = await rig.collection.indexes();
    await sink.write(records(3), never);
    await sink.write(records(3, recent()), never);
    expect(await rig.collection.indexes()).toEqual(before);
  });

  test('a journal made anew, with other book-keeping, leaves unchanged rows untouched', async () => {
    for (const base of [OLD, recent()]) {
      const batch = records(5, base);
      await sink.write(batch, never);
      const before = await rig.rows();
      const anew = batch.map((held) => ({
        ...held,
        recordedAt: epochMs(held.recordedAt + DAY_MS),
        changedAt: epochMs(held.changedAt + DAY_MS),
      }));
      expect((await sink.write(anew, never)).settled).toHaveLength(5);
      expect(await rig.rows()).toEqual(before);
    }
  });

  test('a change keeps what other programs added to our row', async () => {
    const [held] = records(1);
    await sink.write([held!], never);
    await rig.collection.updateOne({}, { $set: { noise: 1, filtered: 118_000 } });
    const { trend: _trend, ...facts } = held!.record;
    const changed = { ...held!, record: { ...facts, glucoseMgdl: 88 as MgDl } };
    await sink.write([changed], never);
    const [row] = await rig.rows();
    expect(row).toMatchObject({ sgv: 88, noise: 1, filtered: 118_000 });
    // The old trend spoke of the old value.
    expect(row).not.toHaveProperty('trend');
    expect(row).not.toHaveProperty('direction');
  });

  test('where another program doubled the key, only our row is changed', async () => {
    const [held] = records(1);
    const { sysTime } = toEntry(held!, rig.device);
    await rig.seed([{ type: 'sgv', sgv: 222, date: OLD, sysTime, device: 'other' }]);
    await rig.seed([{ ...toEntry(held!, rig.device) }]);
    await sink.write([{ ...held!, record: { ...held!.record, glucoseMgdl: 88 as MgDl } }], never);
    const values = (await rig.rows()).map((row) => [row['device'], row['sgv']]);
    expect(values.sort()).toEqual(
      [
        ['other', 222],
        [rig.device, 88],
      ].sort(),
    );
  });

  test.each([
    ['a text', { date: String(OLD + 9_000), sysTime: undefined }],
    ['missing', { sysTime: new Date(OLD + 9_000).toISOString() }],
    ['a fraction', { date: OLD + 9_000.5 }],
  ])('another program’s row whose date is %s is recognised', async (_what, fields) => {
    const dateString = new Date(OLD + 9_000).toISOString();
    await rig.seed([{ type: 'sgv', sgv: 222, dateString, ...fields }]);
    const receipt = await sink.write(records(2), never);
    expect(receipt.present).toEqual([1]);
    expect(receipt.settled).toEqual([2]);
  });

  test.each([
    ['type', { type: 'mbg' }, 150_000],
    ['hour', { sysTime: '2001-01-01T00:00:00.000Z', dateString: 'x', date: 1 }, 150_000],
    ['key, met without a look', { sysTime: '2001-01-01T00:00:00.000Z' }, 0],
  ])(
    'a row of ours whose %s somebody edited is theirs, and blocks nothing',
    async (_what, edit, toleranceMs) => {
      const own = rig.sink({ toleranceMs });
      await own.open();
      try {
        for (const base of [OLD, recent()]) {
          const batch = records(3, base);
          await own.write(batch.slice(1, 2), never);
          const { sysTime } = toEntry(batch[1]!, rig.device);
          await rig.collection.updateOne({ sysTime }, { $set: edit });
          const id = new ObjectId(entryObjectId(toEntry(batch[1]!, rig.device)));
          const edited = await rig.collection.findOne({ _id: id });
          expect(edited).toMatchObject(edit);
          const receipt = await own.write(batch, never);
          expect(receipt).toEqual({
            settled: [batch[0]!.position, batch[2]!.position],
            present: [batch[1]!.position],
            refused: [],
          });
          expect(await rig.collection.findOne({ _id: id })).toEqual(edited);
        }
      } finally {
        await own.close();
      }
    },
  );

  test('a collision with anything but our own row stays in doubt', async () => {
    await rig.collection.createIndexes([{ key: { device: 1 }, unique: true }]);
    const failure = await failureOf(sink.write(records(2), never));
    expect([failure.code, failure.kind]).toEqual(['mongodb.raced', 'transient']);
  });

  test('bridges that race for recent readings leave each once', async () => {
    const rivals = [sink];
    for (let n = 0; n < 3; n += 1) {
      const rival = rig.sink();
      await rival.open();
      rivals.push(rival);
    }
    try {
      for (let round = 0; round < 5; round += 1) {
        const batch = records(10, epochMs(recent() + round * 60 * 60_000));
        const write = async (rival: Sink): Promise<unknown> => {
          try {
            return await rival.write(batch, never);
          } catch (thrown) {
            expect((thrown as BridgeFailure).kind).toBe('transient');
            return rival.write(batch, never);
          }
        };
        await Promise.all(rivals.map(write));
      }
      const rows = await rig.rows();
      expect(new Set(rows.map((row) => row['sysTime'])).size).toBe(rows.length);
    } finally {
      for (const rival of rivals.slice(1)) await rival.close();
    }
  });

  test('writes are confirmed whatever the connection string asks for', async () => {
    const address = new URL(rig.uri);
    address.searchParams.set('w', '0');
    const lax = rig.sinkOf(address.href);
    await lax.open();
    try {
      await rig.refuse(records(1)[0]!.record.systemTime);
      const receipt = await lax.write(records(3), never);
      expect(receipt.refused.map(({ position }) => position)).toEqual([1]);
    } finally {
      await lax.close();
    }
  });

  test('without a database in the connection string it is test, as in Nightscout', async () => {
    const address = new URL(rig.uri);
    const client = new MongoClient(rig.uri);
    address.pathname = '/';
    const plain = rig.sinkOf(address.href);
    await plain.open();
    try {
      await plain.write(records(1), never);
      const row = await client.db('test').collection('entries').findOne({ date: OLD });
      expect(row).toMatchObject({ sgv: 100 });
    } finally {
      await client.db('test').collection('entries').deleteMany({ date: OLD });
      await client.close();
      await plain.close();
    }
  });

  test('a server that is away is transient, and the next write finds it again', async () => {
    const away = rig.sinkOf(
      'mongodb://127.0.0.1:1/x?serverSelectionTimeoutMS=100&directConnection=true',
    );
    await away.open();
    try {
      const failure = await failureOf(away.write(records(1), never));
      expect([failure.code, failure.kind]).toEqual(['mongodb.unreachable', 'transient']);
      const [finding] = await away.probe(never);
      expect(finding).toMatchObject({ ok: false, detail: expect.stringContaining('MONGODB_URI') });
    } finally {
      await away.close();
    }
  });

  test('a connection string that cannot be read is a fault of the configuration, and is not repeated', async () => {
    for (const uri of [
      'mongodb://u:p@ssword-x@host/db',
      'mongodb://host/db?tls=perhaps',
      'http://x',
    ]) {
      const failure = await failureOf(rig.sinkOf(uri).open());
      expect([failure.code, failure.kind]).toEqual(['mongodb.bad_uri', 'config']);
      expect(failure.message).not.toContain('ssword-x');
    }
  });
});
