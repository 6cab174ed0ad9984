import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { MongoClient, type Db } from 'mongodb';
import { epochMs, toIsoUtc, type EpochMs } from '../../src/domain/instant.ts';
import { systemClock } from '../../src/platform/clock.ts';
import { keyedFingerprint } from '../../src/platform/fingerprint.ts';
import { Secret } from '../../src/platform/secret.ts';
import { createMongoTreatmentsSink } from '../../src/sinks/nightscout/mongo/index.ts';
import type { Sink } from '../../src/sinks/sink.ts';
import type { TreatmentsRig } from '../contracts/treatments-rig.ts';

const WRONG_PASSWORD = 'not-the-password';
const fingerprint = keyedFingerprint('mongo-treatments-rig');
const COLLECTIONS = {
  treatments: 'treatments',
  mbg: 'entries',
  devicestatus: 'devicestatus',
} as const;
/** How a command that changes rows begins on the wire. */
const CHANGES = [Buffer.from('\u0002update\0'), Buffer.from('\u0002delete\0')];
let made = 0;

/** A rig with a database of its own on a running server. */
export interface MongoTreatmentsRig extends TreatmentsRig {
  readonly db: Db;
  readonly uri: string;
  sinkOf(uri: string, options?: Parameters<TreatmentsRig['sink']>[0]): Sink;
}

/** Makes a rig; `base` is where its records begin. */
export async function mongoTreatmentsRig(
  serverUri: string,
  base: EpochMs = epochMs(1_600_000_000_000),
): Promise<MongoTreatmentsRig> {
  made += 1;
  const name = `bridge_treatments_${process.pid}_${made}`;
  const address = new URL(serverUri);
  address.pathname = `/${name}`;
  const uri = address.href;
  const client = new MongoClient(uri);
  const db = client.db();
  const device = 'test-device';
  const sockets = new Set<Socket>();
  const closers: (() => void)[] = [];
  const listening = async (onSocket: (socket: Socket) => void): Promise<number> => {
    const server = createServer((socket) => {
      sockets.add(socket);
      socket.on('error', () => undefined);
      onSocket(socket);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    closers.push(() => server.close());
    return (server.address() as AddressInfo).port;
  };
  const silentPort = await listening(() => undefined);
  let left = 0;
  let isCut = false;
  const cutPort = await listening((socket) => {
    if (isCut) {
      socket.destroy();
      return;
    }
    const server = connect(Number(address.port), address.hostname);
    sockets.add(server);
    server.on('error', () => undefined);
    const cut = (): void => {
      isCut = true;
      for (const one of [socket, server]) one.end();
    };
    socket.on('data', (bytes) => {
      const isChange = CHANGES.some((mark) => bytes.includes(mark));
      if (isChange && left === 0) {
        cut();
        return;
      }
      server.write(bytes);
      if (isChange) left -= 1;
      // Done, but nobody hears of it.
      if (isChange && left === 0) server.once('data', cut);
    });
    server.on('data', (bytes) => {
      if (!isCut) socket.write(bytes);
    });
  });
  const sinkOf: MongoTreatmentsRig['sinkOf'] = (
    connection,
    { toleranceMs = 150_000, writes = {} } = {},
  ) =>
    createMongoTreatmentsSink({
      options: {
        uri: new Secret(connection),
        collection: COLLECTIONS.mbg,
        treatmentsCollection: COLLECTIONS.treatments,
        devicestatusCollection: COLLECTIONS.devicestatus,
        device,
        toleranceMs,
        writes: { events: true, alerts: true, mbg: false, ...writes },
      },
      clock: systemClock,
      fingerprint,
    });
  return {
    base,
    device,
    db,
    uri,
    keepsUtcOffset: true,
    canDouble: true,
    secrets: [WRONG_PASSWORD],
    sinkOf,
    sink: (options) => sinkOf(uri, options),
    strangerSink() {
      const stranger = new URL(uri);
      stranger.username = 'nobody';
      stranger.password = WRONG_PASSWORD;
      return sinkOf(stranger.href);
    },
    strangerRequests: () => undefined,
    stalledSink: () => sinkOf(`mongodb://127.0.0.1:${silentPort}/${name}?directConnection=true`),
    failingSink(changes) {
      left = changes;
      isCut = false;
      return sinkOf(
        `mongodb://127.0.0.1:${cutPort}/${name}?directConnection=true&retryWrites=false&serverSelectionTimeoutMS=500`,
      );
    },
    changes: () => undefined,
    rows: async (place = 'treatments') =>
      await db
        .collection(COLLECTIONS[place])
        .find()
        .sort({ [place === 'mbg' ? 'date' : 'created_at']: 1 })
        .toArray(),
    async seed(rows, place = 'treatments') {
      await db.collection(COLLECTIONS[place]).insertMany(rows.map((row) => ({ ...row })));
    },
    async refuse(at) {
      await db.createCollection('treatments').catch(() => undefined);
      await db.command({
        collMod: 'treatments',
        validator: { created_at: { $ne: toIsoUtc(at) } },
      });
    },
    async stop() {
      for (const socket of sockets) socket.destroy();
      for (const close of closers) close();
      await db.dropDatabase();
      await client.close();
    },
  };
}
