import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Binary } from 'mongodb';
import { Secret } from '../../../src/platform/secret.ts';
import { ownMongod } from '../../support/process/own-mongod.ts';
import { startMongod, type RunningMongod } from '../../support/mongod/start-mongod.mjs';
import { stateRig, TOKEN_KEY, type StateRig } from '../../support/state-rig.ts';

let server: RunningMongod;
beforeAll(async () => {
  server = await startMongod();
}, 300_000);
afterAll(() => server.stop());

/** Runs with a database of its own. */
const inDatabase = (work: (rig: StateRig) => Promise<void>) => async () => {
  const rig = stateRig(server.uri);
  try {
    await work(rig);
  } finally {
    await rig.stop();
  }
};
/** A store that is open while the work runs. */
async function using<T>(
  store: ReturnType<StateRig['store']>,
  work: (store: ReturnType<StateRig['store']>) => Promise<T>,
): Promise<T> {
  await store.open();
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}
const write = (rig: StateRig, account: string, name: string, value: string, changes = {}) =>
  using(rig.store(changes), (store) => store.slot(account, name).write(value));
const read = (rig: StateRig, account: string, name: string, changes = {}) =>
  using(rig.store(changes), (store) => store.slot(account, name).read());
const otherKey = { key: new Secret('another key of 16 or more') };

describe('what stands in the database', () => {
  test(
    'one document a slot and one salt; no account, name, value or key in plain',
    inDatabase(async (rig) => {
      await write(rig, 'anna', 'tokens:web-api', 'a-refresh-token');
      await write(rig, 'anna', 'tokens:web-api', 'a-refresh-token');
      await write(rig, 'lena', 'latch:source:web-api', 'a-latch');
      const documents = await rig.collection.find().toArray();
      expect(documents).toHaveLength(3);
      const keys = documents.map((document) => Object.keys(document).sort().join(' ')).sort();
      expect(keys).toEqual([
        '_id account format name value written_at',
        '_id account format name value written_at',
        '_id format proof salt written_at',
      ]);
      const bytes = documents.flatMap((document) =>
        Object.values(document).map((value: unknown) =>
          Buffer.isBuffer((value as Binary | undefined)?.buffer)
            ? Buffer.from((value as Binary).buffer).toString('latin1')
            : String(value),
        ),
      );
      for (const plain of ['anna', 'lena', 'tokens', 'web-api', 'refresh', 'latch', TOKEN_KEY]) {
        expect(bytes.filter((text) => text.includes(plain))).toEqual([]);
      }
      expect((await rig.collection.indexes()).map(({ key }) => key as unknown)).toEqual([
        { _id: 1 },
      ]);
    }),
  );

  test(
    'the same value is sealed differently each time, under the same id',
    inDatabase(async (rig) => {
      const sealed = async () => {
        await write(rig, 'anna', 'token', 'one');
        return rig.collection.findOne({ account: { $exists: true } });
      };
      const [first, second] = [await sealed(), await sealed()];
      expect(second?._id).toBe(first?._id);
      expect((second?.['value'] as Binary).toString('hex')).not.toBe(
        (first?.['value'] as Binary).toString('hex'),
      );
    }),
  );
});

describe('another key', () => {
  test(
    'is told, with the remedy and without a secret, and changes nothing',
    inDatabase(async (rig) => {
      await write(rig, 'anna', 'token', 'one');
      const before = await rig.collection.find().toArray();
      const message = expect.stringMatching(
        /TOKEN_KEY is not the key .*dexcom_bridge_state.*former key.*run authorize/,
      ) as unknown;
      await using(rig.store(otherKey), async (store) => {
        const slot = store.slot('anna', 'token');
        for (const attempt of [
          () => slot.read(),
          () => slot.write('x'),
          () => slot.clear(),
          () => slot.swap('one', 'x'),
          () => slot.swap(undefined, 'x'),
          () => store.slotNames('anna'),
        ]) {
          await expect(attempt()).rejects.toMatchObject({
            code: 'state.wrong_key',
            kind: 'config',
            message,
          });
        }
      });
      expect(await rig.collection.find().toArray()).toEqual(before);
      expect(await read(rig, 'anna', 'token')).toBe('one');
    }),
  );

  test(
    'works once the collection is deleted, and a running bridge notices',
    inDatabase(async (rig) => {
      await using(rig.store(), async (running) => {
        await running.slot('anna', 'token').write('one');
        await rig.collection.drop();
        expect(await running.slot('anna', 'token').read()).toBeUndefined();
        await rig.collection.drop();
        await write(rig, 'anna', 'token', 'two', otherKey);
        await expect(running.slot('anna', 'token').read()).rejects.toMatchObject({
          code: 'state.wrong_key',
        });
        await rig.collection.drop();
        await write(rig, 'anna', 'token', 'three');
        expect(await running.slot('anna', 'token').read()).toBe('three');
      });
    }),
  );

  test(
    'is right for another scope, whose slots are others',
    inDatabase(async (rig) => {
      const scope = { ...otherKey, scope: 'entries of lena' };
      await write(rig, 'default', 'token', 'of anna');
      await write(rig, 'default', 'token', 'of lena', scope);
      expect(await read(rig, 'default', 'token')).toBe('of anna');
      expect(await read(rig, 'default', 'token', scope)).toBe('of lena');
    }),
  );

  test(
    'two that begin at one moment agree on one salt',
    inDatabase(async (rig) => {
      const names = ['a', 'b', 'c', 'd'];
      await Promise.all(names.map((name) => write(rig, 'anna', name, name)));
      expect(await rig.collection.countDocuments({ salt: { $exists: true } })).toBe(1);
      for (const name of names) expect(await read(rig, 'anna', name)).toBe(name);
    }),
  );
});

describe('what somebody else changed', () => {
  const damaged = { code: 'state.damaged', kind: 'config' };

  test(
    'documents cannot be exchanged between slots or accounts',
    inDatabase(async (rig) => {
      for (const [account, name] of [
        ['anna', 'tokens:web-api'],
        ['lena', 'tokens:web-api'],
        ['anna', 'person:web-api'],
      ] as const) {
        await rig.collection.deleteMany({ account: { $exists: true } });
        await write(rig, account, name, 'of somebody');
        const from = await rig.collection.findOne({ account: { $exists: true } });
        await write(rig, 'anna', 'latch', 'mine');
        const to = await rig.collection.findOne({
          account: { $exists: true },
          _id: { $ne: from?._id ?? '' },
        });
        const { _id, ...stolen } = from!;
        await rig.collection.updateOne({ _id: to!._id }, { $set: stolen });
        await expect(read(rig, 'anna', 'latch')).rejects.toMatchObject(damaged);
        await using(rig.store(), async (store) => {
          await expect(store.slot('anna', 'latch').swap('of somebody', 'x')).rejects.toMatchObject(
            damaged,
          );
          await expect(store.slotNames(account)).rejects.toMatchObject(damaged);
          // What was damaged can be written over.
          await store.slot('anna', 'latch').write('mended');
          expect(await store.slot('anna', 'latch').read()).toBe('mended');
        });
      }
    }),
  );

  test.each([
    ['a byte less', (value: Buffer) => value.subarray(1)],
    [
      'a flipped bit',
      (value: Buffer) => Buffer.from(value.map((byte, at) => (at ? byte : byte ^ 1))),
    ],
    ['nothing', () => Buffer.alloc(0)],
    ['a text', () => 'x'],
    ['a number', () => 3],
  ])('%s in the value is damage', async (_what, change) => {
    await inDatabase(async (rig) => {
      await write(rig, 'anna', 'token', 'one');
      const stored = await rig.collection.findOne({ account: { $exists: true } });
      const value = change(Buffer.from((stored?.['value'] as Binary).buffer));
      await rig.collection.updateOne({ _id: stored!._id }, { $set: { value } });
      await expect(read(rig, 'anna', 'token')).rejects.toMatchObject({
        ...damaged,
        message: expect.not.stringContaining('one"') as unknown,
      });
    })();
  });

  test(
    'a salt that is none, and documents of a later version',
    inDatabase(async (rig) => {
      await write(rig, 'anna', 'token', 'one');
      const slot = { account: { $exists: true } };
      const salt = { salt: { $exists: true } };
      await rig.collection.updateOne(slot, { $set: { format: 2 } });
      await expect(read(rig, 'anna', 'token')).rejects.toMatchObject({ code: 'state.newer' });
      await rig.collection.updateOne(salt, { $set: { format: 2 } });
      await expect(write(rig, 'anna', 'token', 'x')).rejects.toMatchObject({ code: 'state.newer' });
      await rig.collection.updateOne(salt, { $set: { format: 1, salt: 'x' } });
      await expect(read(rig, 'anna', 'token')).rejects.toMatchObject(damaged);
    }),
  );
});

describe('the server', () => {
  test('one that is down stops no start, and its slots fail as transient', async () => {
    const rig = stateRig('mongodb://127.0.0.1:1/?serverSelectionTimeoutMS=200');
    await using(rig.store(), async (store) => {
      await expect(store.slot('anna', 'token').read()).rejects.toMatchObject({
        code: 'state.unreachable',
        kind: 'transient',
      });
    });
  });

  test('a login that it refuses, told without the password', async () => {
    const address = new URL(server.uri);
    address.username = 'nobody';
    address.password = 'wolf-moon';
    const refused = read(stateRig(address.href), 'anna', 'token');
    await expect(refused).rejects.toMatchObject({
      code: 'state.login_refused',
      kind: 'config',
      message: expect.not.stringContaining('wolf-moon') as unknown,
    });
  });

  test('a connection string that is none', async () => {
    const rig = stateRig(server.uri);
    const store = rig.store({ uri: new Secret('mongodb://a:wolf@h/?replicaSet=&nonsense=moon') });
    await expect(store.open()).rejects.toMatchObject({
      code: 'state.bad_uri',
      kind: 'config',
      message: expect.not.stringMatching(/wolf|moon/) as unknown,
    });
    await rig.stop();
  });

  test('what was promised outlives its kill, and the same client goes on', async () => {
    const own = await ownMongod();
    try {
      const rig = stateRig(own.uri);
      await using(rig.store(), async (store) => {
        await store.slot('anna', 'token').write('one');
        expect(await store.slot('anna', 'token').swap('one', 'two')).toBe(true);
        await own.kill();
        await own.start();
        const again = () => store.slot('anna', 'token').read();
        // The first may meet the dead connection.
        expect(await again().catch(again)).toBe('two');
      });
      await rig.stop();
    } finally {
      await own.stop();
    }
  });
});
