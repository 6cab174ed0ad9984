import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { epochMs, HOUR_MS } from '../../../../src/domain/instant.ts';
import type { JournalRecord } from '../../../../src/domain/journal-record.ts';
import type { Sink } from '../../../../src/sinks/sink.ts';
import type { AccessToken, RunningNightscoutStandIn } from '../../../../src/simulator/index.ts';
import { deviceAt, eventAt, hold } from '../../../support/make-journal-record.ts';
import {
  treatmentsStandInRig,
  type SiteTreatmentsRig,
} from '../../../support/rest-v1-treatments-rig.ts';

const never = new AbortController().signal;
const POST = 'POST /api/v1/treatments';

describe('the treatments sink and what a site may answer', () => {
  let rig: SiteTreatmentsRig & { readonly site: RunningNightscoutStandIn };
  let sink: Sink;
  const start = async (more: Parameters<typeof treatmentsStandInRig>[0] = {}): Promise<void> => {
    rig = await treatmentsStandInRig(more);
    sink = rig.sink();
  };
  beforeEach(() => start());
  afterEach(() => rig.stop());
  const events = (count: number, apartMs = 5 * HOUR_MS): JournalRecord[] =>
    Array.from({ length: count }, (_, index) => hold(eventAt(epochMs(rig.base + index * apartMs))));
  const restarted = async (more: Parameters<typeof start>[0]): Promise<void> => {
    await rig.stop();
    await start(more);
  };
  const asked = (): string[] => rig.site.requests.records.map(({ endpoint }) => endpoint);

  test('two thousand events need few requests', async () => {
    const batch = events(2_000, HOUR_MS);
    for (let from = 0; from < batch.length; from += sink.batchSize) {
      await sink.write(batch.slice(from, from + sink.batchSize), never);
    }
    expect(rig.site.rows('treatments')).toHaveLength(2_000);
    expect(asked().length).toBeLessThanOrEqual(30);
    rig.site.requests.clear();
    const tombs = batch
      .slice(0, 200)
      .map(({ record }) => hold({ ...eventAt(record.systemTime), isDeleted: true }));
    rig.site.clear('treatments');
    await sink.write(tombs, never);
    expect(asked().length).toBeLessThanOrEqual(15);
  });

  test('no removal ever goes by a query', async () => {
    const [held] = events(1);
    await sink.write([held!], never);
    await sink.write([hold({ ...eventAt(held!.record.systemTime), isDeleted: true })], never);
    const removals = rig.site.requests.records.filter(({ endpoint }) => /^DELETE/.test(endpoint));
    expect(removals).toHaveLength(1);
    expect(removals[0]).toMatchObject({
      endpoint: expect.stringMatching(/^DELETE \/api\/v1\/treatments\/[0-9a-f]{24}$/),
      query: '',
    });
  });

  test('rows that a capping site withholds are asked for', async () => {
    const others = Array.from({ length: 1_500 }, (_, index) => ({
      eventType: 'Correction Bolus',
      insulin: 0.05,
      created_at: new Date(rig.base + index * 60_000).toISOString(),
    }));
    const copy = { eventType: 'Carb Correction', carbs: 15 };
    await rig.seed([...others, { ...copy, created_at: new Date(rig.base).toISOString() }]);
    const batch = [hold(eventAt(rig.base)), hold(eventAt(epochMs(rig.base + 25 * HOUR_MS)))];
    expect((await sink.write(batch, never)).present).toEqual([batch[0]!.position]);
  });

  test('rows that the site dropped are noticed, and sent again', async () => {
    rig.site.setFault({ kind: 'dropRows', count: 2 }, { endpoint: POST, times: 1 });
    const batch = events(5);
    await expect(sink.write(batch, never)).rejects.toMatchObject({
      code: 'nightscout.dropped_rows',
      message: expect.stringContaining('3 of 5 treatments'),
    });
    await sink.write(batch, never);
    expect(rig.site.rows('treatments')).toHaveLength(5);
  });

  test('a database that fails in the middle is repeated, for device states too', async () => {
    const batch = [
      ...events(5),
      hold(deviceAt(rig.base, 70)),
      hold(deviceAt(rig.base, 70, { recordId: 'b' })),
    ];
    for (const [endpoint, stored] of [
      [POST, 2],
      ['POST /api/v1/devicestatus', 1],
    ] as const) {
      rig.site.setFault({ kind: 'mongoError', stored }, { endpoint, times: 1 });
      await expect(sink.write(batch, never)).rejects.toMatchObject({ code: 'nightscout.failed' });
    }
    await sink.write(batch, never);
    expect(rig.site.rows('treatments')).toHaveLength(5);
    expect(rig.site.rows('devicestatus')).toHaveLength(2);
  });

  test('a site that cannot ask its database is not taken for an empty one', async () => {
    for (const collection of ['treatments', 'devicestatus']) {
      const endpoint = `GET /api/v1/${collection}`;
      rig.site.setFault({ kind: 'mongoError', stored: 0 }, { endpoint, times: 1 });
      await expect(
        sink.write([hold(deviceAt(rig.base, 70)), ...events(1)], never),
      ).rejects.toMatchObject({ code: 'nightscout.query_failed', kind: 'transient' });
    }
    expect(rig.site.rows('devicestatus')).toEqual([]);
  });

  test('a small body limit is met by halves', async () => {
    rig.site.setFault({ kind: 'status', status: 413 }, { endpoint: POST, times: 3 });
    const batch = events(8);
    expect((await sink.write(batch, never)).settled).toHaveLength(8);
    expect(rig.site.rows('treatments')).toHaveLength(8);
  });

  test('a site without care portal is told plainly, and probed so', async () => {
    await restarted({ careportal: false });
    await expect(sink.write(events(1), never)).rejects.toMatchObject({
      code: 'nightscout.treatments_disabled',
      kind: 'config',
      message: expect.stringContaining('careportal'),
    });
    const [treatments] = (await sink.probe(never)).filter(({ ok }) => !ok);
    expect(treatments).toMatchObject({
      what: 'Permission to write treatments',
      failure: { code: 'nightscout.treatments_disabled' },
    });
  });

  test.each([
    ['entries alone', ['api:entries:read', 'api:entries:create'], 'Permission to write treatments'],
    [
      'no removal',
      ['api:*:read', 'api:treatments:create', 'api:devicestatus:create'],
      'Permission to delete treatments',
    ],
    [
      'no device states',
      ['api:treatments:create', 'api:treatments:read', 'api:treatments:delete'],
      'Permission to write device states',
    ],
  ])('a token that may do %s fails at what it may not', async (_what, permissions, failing) => {
    const token: AccessToken = { token: 'bridge-0123456789abcdef', permissions };
    await restarted({ accessTokens: [token], readableByDefault: false });
    const findings = await rig.tokenSink(token.token).probe(never);
    expect(findings.at(-1)).toMatchObject({
      what: failing,
      ok: false,
      failure: { code: 'nightscout.unauthorized', kind: 'credentials' },
    });
    expect(findings.at(-1)?.detail).toMatch(/api:(treatments|devicestatus):/);
    expect(findings.filter(({ ok }) => !ok)).toHaveLength(1);
  });

  test('an outage between two batches costs nothing', async () => {
    const batch = events(20);
    await sink.write(batch.slice(0, 10), never);
    await rig.site.down();
    await expect(sink.write(batch.slice(10), never)).rejects.toMatchObject({ kind: 'transient' });
    await rig.site.up();
    await sink.write(batch.slice(10), never);
    expect(rig.site.rows('treatments')).toHaveLength(20);
  });
});
