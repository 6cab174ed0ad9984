import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { MongoClient, type Collection } from 'mongodb';
import { epochMs, toIsoUtc, type EpochMs } from '../../src/domain/instant.ts';
import { systemClock } from '../../src/platform/clock.ts';
import { keyedFingerprint } from '../../src/platform/fingerprint.ts';
import { Secret } from '../../src/platform/secret.ts';
import { createMongoSink } from '../../src/sinks/nightscout/mongo/index.ts';
import type { Sink } from '../../src/sinks/sink.ts';
import type { SinkRig } from '../contracts/sink-rig.ts';

export const WRONG_PASSWORD = 'not-the-password';
const fingerprint = keyedFingerprint('mongo-rig');
let made = 0;

/** A rig with a database of its own on a running server. */
export interface MongoRig extends SinkRig {
  readonly collection: Collection;
  readonly uri: string;
  /** A sink of any connection string. */
  sinkOf(uri: string, toleranceMs?: number): Sink;
}

/** Makes a rig; `base` is where its readings begin. */
export async function mongoRig(
  serverUri: string,
  base: EpochMs = epochMs(1_600_000_000_123),
): Promise<MongoRig> {
  made += 1;
  const name = `bridge_test_${process.pid}_${made}`;
  const address = new URL(serverUri);
  address.pathname = `/${name}`;
  const uri = address.href;
  const client = new MongoClient(uri);
  const db = client.db();
  const collection = db.collection('entries');
  await collection.createIndexes([
    { key: { date: 1 } },
    { key: { sysTime: 1 } },
    { key: { dateString: 1 } },
    { key: { type: 1, date: -1, dateString: 1 } },
  ]);
  const device = 'test-device';
  const sockets = new Set<Socket>();
  const silent = createServer((socket) => sockets.add(socket));
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  const sinkOf = (connection: string, toleranceMs = 150_000): Sink =>
    createMongoSink({
      options: { uri: new Secret(connection), collection: 'entries', device, toleranceMs },
      clock: systemClock,
      fingerprint,
    });
  return {
    base,
    device,
    uri,
    collection,
    secrets: [WRONG_PASSWORD, uri],
    sinkOf,
    sink: ({ toleranceMs = 150_000 } = {}) => sinkOf(uri, toleranceMs),
    strangerSink() {
      const stranger = new URL(uri);
      stranger.username = 'nobody';
      stranger.password = WRONG_PASSWORD;
      return sinkOf(stranger.href);
    },
    strangerRequests: () => undefined,
    rows: async () => await collection.find().sort({ date: 1 }).toArray(),
    async seed(rows) {
      await collection.insertMany(rows.map((row) => ({ ...row })));
    },
    async refuse(at) {
      await db.command({
        collMod: 'entries',
        validator: { sysTime: { $ne: toIsoUtc(at) } },
      });
    },
    stalledSink: () => {
      const { port } = silent.address() as AddressInfo;
      return sinkOf(`mongodb://127.0.0.1:${port}/${name}?directConnection=true`);
    },
    async stop() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => silent.close(resolve));
      await db.dropDatabase();
      await client.close();
    },
  };
}
