import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { MINUTE_MS, epochMs, type EpochMs } from '../../src/domain/instant.ts';
import { START } from '../../src/domain/journal-record.ts';
import type { DexcomRecord } from '../../src/domain/record.ts';
import { createFeed } from '../../src/feed/index.ts';
import { systemClock } from '../../src/platform/clock.ts';
import { keyedFingerprint } from '../../src/platform/fingerprint.ts';
import { createHttpClient } from '../../src/platform/http-client.ts';
import { Secret } from '../../src/platform/secret.ts';
import {
  startNightscoutStandIn,
  type RunningNightscoutStandIn,
} from '../../src/simulator/index.ts';
import {
  createRestV1Sink,
  createRestV1TreatmentsSink,
} from '../../src/sinks/nightscout/rest-v1/index.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { makeAlert, makeCalibration, makeDevice, makeEvent } from '../support/make-kinds.ts';
import { MemoryJournal } from '../support/memory-journal.ts';
import { inUnits, readingAgo } from './rows-rig.ts';

const API_SECRET = 'correct horse battery';
const WRITES = { events: true, mbg: true, alerts: true };
const http = createHttpClient('as-the-sinks-write');
let site: RunningNightscoutStandIn;

beforeAll(async () => {
  site = await startNightscoutStandIn({
    clock: systemClock,
    apiSecret: API_SECRET,
    authFailDelayMs: 0,
  });
});
afterAll(async () => {
  http.close();
  await site.stop();
});

/** Everything a record can say, and as little as it can. */
function records(now: EpochMs): readonly DexcomRecord[] {
  const at = (minutes: number) => ({ systemTime: epochMs(now - minutes * MINUTE_MS) });
  return [
    { ...readingAgo(now, 5, 39, 'doubleDown'), utcOffsetMinutes: 120, trendRateMgdlPerMin: -3.2 },
    readingAgo(now, 10, 401),
    {
      ...readingAgo(now, 15.5, 120, 'notComputable'),
      recordId: 'egv <1>',
      displayDevice: 'iOS',
      transmitterGeneration: 'g7',
      utcOffsetMinutes: -570,
    },
    makeCalibration(0, 'calibration-1', { ...at(20), meter: { value: 5.6, unit: 'mmol/L' } }),
    makeEvent(0, 'carbs', at(30)),
    makeEvent(0, 'note', { ...at(31), eventType: 'notes', text: 'less <than> & more' }),
    makeEvent(0, 'deleted', { ...at(32), isDeleted: true }),
    makeAlert(0, 'alert', at(40)),
    makeDevice(0, 'device', at(50)),
  ];
}

/** Ids are each database’s own; a site says of the rest what it was sent. `utcOffset` it makes of a text in UTC. */
function bare(rows: readonly Readonly<Record<string, unknown>>[]) {
  return rows
    .map(({ _id, mills: _mills, utcOffset: _offset, ...row }) => row)
    .sort((a, b) => String(a['identifier']).localeCompare(String(b['identifier'])));
}

test('the feed shows what the sinks write, field for field', async () => {
  const clock = new FakeClock(systemClock.now());
  const journal = new MemoryJournal(clock);
  await journal.open();
  const device = 'my-device';
  await journal.ingest('anna', (ledger) => {
    for (const record of records(clock.now())) ledger.insert(record, clock.now());
  });
  const parts = {
    options: {
      siteUrl: site.url,
      credential: { kind: 'secret' as const, value: new Secret(API_SECRET) },
      device,
      toleranceMs: 0,
      writes: WRITES,
    },
    http,
    clock: systemClock,
    fingerprint: keyedFingerprint('as-the-sinks-write'),
  };
  for (const sink of [createRestV1Sink(parts), createRestV1TreatmentsSink(parts)]) {
    await sink.open();
    const batch = await journal.readAfter('anna', START, 100, sink.kinds);
    await sink.write(batch, AbortSignal.timeout(20_000));
    await sink.close();
  }
  const feed = createFeed({
    account: 'anna',
    device,
    writes: WRITES,
    journal,
    clock,
    display: inUnits('mg/dl'),
    access: {
      isRequired: false,
      admit: () => Promise.resolve({ kind: 'open' }),
      exchange: () => Promise.resolve({ kind: 'refused', status: 401, message: '' }),
    },
  });
  const headers = { accept: 'application/json' };
  for (const path of ['entries', 'treatments', 'devicestatus']) {
    const url = `/api/v1/${path}.json?count=100`;
    const ours = (await (await feed.request(url, { headers })).json()) as Record<string, unknown>[];
    const theirs = (await (await fetch(site.url + url, { headers })).json()) as typeof ours;
    expect(ours.length).toBe({ entries: 4, treatments: 4, devicestatus: 1 }[path]);
    expect(bare(ours)).toEqual(bare(theirs));
  }
});
