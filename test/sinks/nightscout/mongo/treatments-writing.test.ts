import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { ObjectId } from 'mongodb';
import { epochMs } from '../../../../src/domain/instant.ts';
import { documentObjectId } from '../../../../src/sinks/nightscout/mongo/document-object-id.ts';
import { toTreatment } from '../../../../src/sinks/nightscout/treatment.ts';
import type { Sink } from '../../../../src/sinks/sink.ts';
import { describeTreatmentsContract } from '../../../contracts/treatments-contract.ts';
import { calibrationAt, deviceAt, eventAt, hold } from '../../../support/make-journal-record.ts';
import {
  mongoTreatmentsRig,
  type MongoTreatmentsRig,
} from '../../../support/mongo-treatments-rig.ts';
import { startMongod, type RunningMongod } from '../../../support/mongod/start-mongod.mjs';
import { treatmentsStandInRig } from '../../../support/rest-v1-treatments-rig.ts';

const never = new AbortController().signal;
let server: RunningMongod;
beforeAll(async () => {
  server = await startMongod({ replicaSet: true });
}, 300_000);
afterAll(() => server.stop());

describeTreatmentsContract('Nightscout’s MongoDB as a replica set', () =>
  mongoTreatmentsRig(server.uri),
);

describe('the treatments sink of a MongoDB', () => {
  let rig: MongoTreatmentsRig;
  let sink: Sink;
  beforeEach(async () => {
    rig = await mongoTreatmentsRig(server.uri);
    sink = rig.sink({ writes: { mbg: true } });
    await sink.open();
  });
  afterEach(async () => {
    await sink.close();
    await rig.stop();
  });

  test('stores what a site stores of the same records', async () => {
    const site = await treatmentsStandInRig();
    const batch = [
      hold(calibrationAt(rig.base)),
      hold(eventAt(epochMs(rig.base + 60_000))),
      hold(eventAt(epochMs(rig.base + 120_000), { eventType: 'notes', text: 'a < b & "c"' })),
      hold(deviceAt(rig.base, 70)),
    ];
    await sink.write(batch, never);
    await site.sink({ writes: { mbg: true } }).write(batch, never);
    for (const place of ['treatments', 'mbg', 'devicestatus'] as const) {
      const ours = await rig.rows(place);
      const theirs = await site.rows(place);
      // A site invents an offset of 0 where none is known.
      const bare = theirs.map(({ _id, utcOffset: _offset, ...row }) => row);
      expect(ours.map(({ _id, ...row }) => row)).toEqual(bare);
    }
    await site.stop();
  });

  test('gives a new row an id that any bridge would give, and keeps the one that lies there', async () => {
    const held = hold(eventAt(rig.base));
    const treatment = toTreatment(held, rig.device)!;
    await sink.write([held], never);
    const id = new ObjectId(documentObjectId(treatment));
    expect((await rig.rows())[0]?.['_id']).toEqual(id);
    expect(id.getTimestamp().getTime()).toBe(rig.base);
    await rig.db.collection('treatments').deleteMany({});
    await rig.seed([{ ...treatment, carbs: 3 }]);
    const [theirs] = await rig.rows();
    await sink.write([held], never);
    expect(await rig.rows()).toEqual([{ ...theirs, carbs: 15 }]);
  });

  test('a row of ours that somebody renamed is theirs, and blocks nothing', async () => {
    const batch = [0, 1, 2].map((minute) => hold(eventAt(epochMs(rig.base + minute * 60_000))));
    await sink.write(batch.slice(1, 2), never);
    const edit = { $set: { identifier: 'mine', carbs: 99, app: 'me' } };
    await rig.db.collection('treatments').updateOne({}, edit);
    const receipt = await sink.write(batch, never);
    expect(receipt).toEqual({
      settled: [batch[0]!.position, batch[2]!.position],
      present: [batch[1]!.position],
      refused: [],
    });
    expect((await rig.rows()).map((row) => row['carbs'])).toEqual([15, 99, 15]);
  });

  test('adds no index', async () => {
    await sink.write([hold(eventAt(rig.base)), hold(deviceAt(rig.base, 70))], never);
    for (const name of ['treatments', 'devicestatus']) {
      expect(await rig.db.collection(name).indexes()).toHaveLength(1);
    }
  });

  test('bridges that race leave each document once', async () => {
    const rivals = [sink, rig.sink({ writes: { mbg: true } }), rig.sink({ writes: { mbg: true } })];
    for (const rival of rivals) await rival.open();
    for (let round = 0; round < 10; round += 1) {
      const base = epochMs(rig.base + round * 3_600_000);
      const batch = [
        hold(calibrationAt(base)),
        hold(eventAt(base)),
        hold(deviceAt(base, 60 + round)),
      ];
      await Promise.all(rivals.map((rival) => rival.write(batch, never)));
    }
    expect(await rig.rows()).toHaveLength(20);
    expect(await rig.rows('mbg')).toHaveLength(10);
    expect(await rig.rows('devicestatus')).toHaveLength(10);
    for (const rival of rivals) await rival.close();
  });

  test('a server that is away is transient, for the probe as well', async () => {
    const away = rig.sinkOf(
      'mongodb://127.0.0.1:1/x?serverSelectionTimeoutMS=100&directConnection=true',
    );
    await away.open();
    await expect(away.write([hold(eventAt(rig.base))], never)).rejects.toMatchObject({
      code: 'mongodb.unreachable',
    });
    const findings = await away.probe(never);
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatchObject({ ok: false, failure: { code: 'mongodb.unreachable' } });
    await away.close();
  });
});
