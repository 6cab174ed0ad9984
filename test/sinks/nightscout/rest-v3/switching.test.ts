import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { DAY_MS, epochMs, type EpochMs } from '../../../../src/domain/instant.ts';
import type { JournalRecord } from '../../../../src/domain/journal-record.ts';
import { toEntry } from '../../../../src/sinks/nightscout/entry.ts';
import type { Sink } from '../../../../src/sinks/sink.ts';
import type { RunningNightscoutStandIn } from '../../../../src/simulator/index.ts';
import type { Row, SinkRig } from '../../../contracts/sink-rig.ts';
import {
  alertAt,
  calibrationAt,
  deviceAt,
  eventAt,
  hold,
} from '../../../support/make-journal-record.ts';
import { makeRecord } from '../../../support/make-record.ts';
import { mongoRig, type MongoRig } from '../../../support/mongo-rig.ts';
import {
  mongoTreatmentsRig,
  type MongoTreatmentsRig,
} from '../../../support/mongo-treatments-rig.ts';
import { startMongod, type RunningMongod } from '../../../support/mongod/start-mongod.mjs';
import { API_SECRET, standInRig, v1SinkAt } from '../../../support/rest-v1-rig.ts';
import {
  treatmentsStandInRig,
  v1TreatmentsSinkAt,
  type SiteTreatmentsRig,
} from '../../../support/rest-v1-treatments-rig.ts';
import { v3Maker, v3TreatmentsMaker } from '../../../support/rest-v3-rig.ts';

const never = new AbortController().signal;
const PLACES = { treatments: 'treatments', mbg: 'entries', devicestatus: 'devicestatus' } as const;

let server: RunningMongod;
beforeAll(async () => {
  server = await startMongod();
}, 300_000);
afterAll(() => server.stop());

/** Has one way write, then another, and demands that the second finds all and changes nothing. */
async function takesOver(
  first: Sink,
  second: Sink,
  batch: readonly JournalRecord[],
  rows: () => Promise<unknown>,
  between: () => Promise<void> = async () => undefined,
): Promise<void> {
  const all = batch.map(({ position }) => position);
  await first.open();
  expect((await first.write(batch, never)).settled).toEqual(all);
  await between();
  const before = await rows();
  await second.open();
  expect(await second.write(batch, never)).toEqual({ settled: all, present: [], refused: [] });
  expect(await rows()).toEqual(before);
  await Promise.all([first.close(), second.close()]);
}

describe.each<[string, () => EpochMs]>([
  ['old', () => epochMs(1_600_000_000_123)],
  ['recent', () => epochMs(Date.now() - DAY_MS / 2)],
])('switching the way to a Nightscout, %s readings', (_name, base) => {
  let rig: SinkRig & { readonly site: RunningNightscoutStandIn };
  let mongo: MongoRig;
  let v1: Sink;
  beforeEach(async () => {
    rig = await standInRig(v3Maker, base());
    mongo = await mongoRig(server.uri, rig.base);
    v1 = v1SinkAt(rig.site.url, API_SECRET, rig.device);
  });
  afterEach(async () => {
    await rig.stop();
    await mongo.stop();
  });
  const batch = (): JournalRecord[] =>
    Array.from({ length: 20 }, (_, index) =>
      makeRecord(rig.base, index, index % 2 === 0 ? { utcOffsetMinutes: 60 } : {}),
    );
  const siteRows = async (): Promise<unknown> => rig.site.rows();

  test('from v1 to v3 doubles and rewrites nothing', () =>
    takesOver(v1, rig.sink(), batch(), siteRows));

  test('from v3 to v1 doubles and rewrites nothing', () =>
    takesOver(rig.sink(), v1, batch(), siteRows));

  test('from v3 to v1 and back, a correction meets its row each time', async () => {
    const corrected = (value: number) => [makeRecord(rig.base, 3, { glucoseMgdl: value as never })];
    await rig.sink().write(batch(), never);
    for (const [sink, value] of [
      [v1, 71],
      [rig.sink(), 72],
      [v1, 73],
    ] as const) {
      await sink.write(corrected(value), never);
      expect(rig.site.rows()).toHaveLength(20);
      expect(rig.site.rows()[3]).toMatchObject({
        sgv: value,
        identifier: toEntry(makeRecord(rig.base, 3), rig.device).identifier,
      });
    }
  });

  test('a trend that v3 has taken away, and left as null, is rewritten by neither', async () => {
    const [held] = [makeRecord(rig.base, 0)];
    const { trend: _trend, ...record } = held.record;
    const trendless = [{ ...held, record }];
    await rig.sink().write([held], never);
    await takesOver(rig.sink(), v1, trendless, siteRows);
    expect(rig.site.rows()).toMatchObject([{ direction: null }]);
    await mongo.seed(rig.site.rows().map(withoutId));
    await takesOver(rig.sink(), mongo.sink(), trendless, () => mongo.rows());
  });

  test('from MongoDB to v3 doubles and rewrites nothing', () =>
    takesOver(mongo.sink(), rig.sink(), batch(), siteRows, async () => {
      rig.site.seed((await mongo.rows()).map(asJson), true);
    }));

  test('from v3 to MongoDB doubles and rewrites nothing', () =>
    takesOver(
      rig.sink(),
      mongo.sink(),
      batch(),
      () => mongo.rows(),
      async () => mongo.seed(rig.site.rows().map(withoutId)),
    ));
});

describe('switching the way to a Nightscout, treatments', () => {
  let rig: SiteTreatmentsRig & { readonly site: RunningNightscoutStandIn };
  let mongo: MongoTreatmentsRig;
  let v1: Sink;
  const writes = { events: true, alerts: true, mbg: true };
  beforeEach(async () => {
    rig = await treatmentsStandInRig({}, v3TreatmentsMaker);
    mongo = await mongoTreatmentsRig(server.uri, rig.base);
    v1 = v1TreatmentsSinkAt(rig.site.url, API_SECRET, rig.device, writes);
  });
  afterEach(async () => {
    await rig.stop();
    await mongo.stop();
  });
  const batch = (): JournalRecord[] => {
    const at = (minute: number) => epochMs(rig.base + minute * 60_000);
    return [
      hold(calibrationAt(at(0), { utcOffsetMinutes: 60 })),
      hold(eventAt(at(10), { utcOffsetMinutes: 60 })),
      hold(eventAt(at(20), { eventType: 'insulin', eventSubtype: 'fastActing', amount: 4.5 })),
      hold(eventAt(at(30), { eventType: 'exercise', eventSubtype: 'light', amount: 30 })),
      hold(eventAt(at(40), { eventType: 'notes', text: 'BG < 70 & <b>dizzy</b>' })),
      hold(alertAt(at(50))),
      hold(deviceAt(at(60), 70)),
    ];
  };
  const siteRows = async (): Promise<unknown> =>
    Object.values(PLACES).map((place) => rig.site.rows(place));
  const mongoRows = (): Promise<unknown> =>
    Promise.all((Object.keys(PLACES) as (keyof typeof PLACES)[]).map((place) => mongo.rows(place)));

  test('from v1 to v3 doubles and rewrites nothing', () =>
    takesOver(v1, rig.sink({ writes }), batch(), siteRows));

  test('from v3 to v1 doubles and rewrites nothing', () =>
    takesOver(rig.sink({ writes }), v1, batch(), siteRows));

  test('from MongoDB to v3 doubles and rewrites nothing', () =>
    takesOver(mongo.sink({ writes }), rig.sink({ writes }), batch(), siteRows, async () => {
      for (const place of ['treatments', 'mbg', 'devicestatus'] as const) {
        rig.site.seed((await mongo.rows(place)).map(asJson), true, PLACES[place]);
      }
    }));

  test('from v3 to MongoDB doubles and rewrites nothing', () =>
    takesOver(rig.sink({ writes }), mongo.sink({ writes }), batch(), mongoRows, async () => {
      for (const place of ['treatments', 'mbg', 'devicestatus'] as const) {
        await mongo.seed(rig.site.rows(PLACES[place]).map(withoutId), place);
      }
    }));
});

/** A document of the database as a site holds it. */
function asJson(row: Row): Row {
  return JSON.parse(JSON.stringify(row)) as Row;
}

function withoutId({ _id: _id, ...row }: Row): Row {
  return row;
}
