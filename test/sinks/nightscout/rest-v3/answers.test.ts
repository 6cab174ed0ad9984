import type { ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { DAY_MS, epochMs, type EpochMs } from '../../../../src/domain/instant.ts';
import type { JournalRecord } from '../../../../src/domain/journal-record.ts';
import type { Reading } from '../../../../src/domain/reading.ts';
import { toEntry } from '../../../../src/sinks/nightscout/entry.ts';
import type { RunningNightscoutStandIn, SiteFault } from '../../../../src/simulator/index.ts';
import type { SinkRig } from '../../../contracts/sink-rig.ts';
import { makeRecord } from '../../../support/make-record.ts';
import { standInRig } from '../../../support/rest-v1-rig.ts';
import { v3Maker } from '../../../support/rest-v3-rig.ts';
import {
  clock,
  closeSites,
  failureOf,
  never,
  records,
  type SiteRequest,
} from '../../../support/scripted-site.ts';
import { empty, html, json, v3Site, v3SinkOf } from '../../../support/scripted-v3-site.ts';

afterEach(closeSites);

/** A site that is empty, and answers writes in its own way. */
const answering = (answer: (reply: ServerResponse, request: SiteRequest) => void) =>
  v3Site((request, reply) => {
    if (request.method === 'GET') empty(request, reply);
    else answer(reply, request);
  });

describe('what the statuses mean', () => {
  test.each([
    [403, 'nightscout.blocked', 'transient'],
    [404, 'nightscout.not_found', 'transient'],
    [400, 'nightscout.unexpected_answer', 'transient'],
    [410, 'nightscout.unexpected_answer', 'transient'],
    [429, 'nightscout.throttled', 'throttled'],
    [500, 'nightscout.failed', 'transient'],
    [502, 'nightscout.failed', 'transient'],
    [503, 'nightscout.failed', 'transient'],
    [413, 'nightscout.too_large', 'transient'],
    [200, 'nightscout.unexpected_answer', 'transient'],
  ])('a page under %d is %s, %s', async (status, code, kind) => {
    const { url, requests } = await answering((reply) => html(reply, status));
    const failure = await failureOf(v3SinkOf(url).write(records(1), never));
    expect([failure.code, failure.kind]).toEqual([code, kind]);
    expect(requests.filter(({ method }) => method !== 'GET')).toHaveLength(1);
    expect(failure.message).toContain('127.0.0.1');
  });

  test('a missing permission is named, with what the role needs and what to do then', async () => {
    const { url } = await answering((reply) =>
      json(reply, { status: 403, message: 'Missing permission api:entries:create' }, 403),
    );
    const failure = await failureOf(v3SinkOf(url).write(records(1), never));
    expect([failure.code, failure.kind]).toEqual(['nightscout.missing_permission', 'credentials']);
    expect(failure.message).toMatch(
      /api:entries:create\..*api:entries:create,read,update.*unlock/s,
    );
  });

  test('what a 403 says beside is not repeated', async () => {
    const { url } = await answering((reply) =>
      json(reply, { status: 403, message: 'Missing permission <b>of the moon</b>' }, 403),
    );
    const failure = await failureOf(v3SinkOf(url).write(records(1), never));
    expect(failure.code).toBe('nightscout.forbidden');
    expect(failure.message).not.toContain('moon');
  });

  test('Retry-After says when', async () => {
    for (const status of [429, 503]) {
      const { url } = await answering((reply) => html(reply, status, { 'retry-after': '90' }));
      const failure = await failureOf(v3SinkOf(url).write(records(1), never));
      expect([failure.kind, failure.retryAt]).toEqual(['throttled', clock.now() + 90_000]);
    }
  });

  test('a site that refuses every entry loses none, and is not asked entry by entry for a day', async () => {
    for (const count of [1, 2, 144]) {
      const { url, requests } = await answering((reply) =>
        json(reply, { status: 400, message: 'Bad or missing app field' }, 400),
      );
      const failure = await failureOf(v3SinkOf(url).write(records(count), never));
      expect([failure.code, failure.kind]).toEqual(['nightscout.refuses_all', 'transient']);
      expect(requests.length).toBeLessThan(12);
    }
  });

  test('a question that is answered with something else is not taken for an empty site', async () => {
    for (const said of [null, [], { status: 200 }, { status: 200, result: {} }, 'text']) {
      const { url, requests } = await v3Site((_request, reply) => json(reply, said));
      const failure = await failureOf(v3SinkOf(url).write(records(1), never));
      expect(failure.code).toBe('nightscout.unexpected_answer');
      expect(requests.some(({ method }) => method !== 'GET')).toBe(false);
    }
  });

  test('a success that confirms nothing counts only when the entry can be read', async () => {
    const said = { status: 200, message: 'fine' };
    const lost = await answering((reply) => json(reply, said, 201));
    const failure = await failureOf(v3SinkOf(lost.url).write(records(1), never));
    expect([failure.code, failure.kind]).toEqual(['nightscout.dropped_rows', 'transient']);
    let stored: unknown;
    const kept = await v3Site((request, reply) => {
      if (request.method === 'PUT') {
        stored = request.rows;
        json(reply, said, 201);
      } else if (stored !== undefined && !request.url.includes('type=sgv')) {
        json(reply, { status: 200, result: stored });
      } else empty(request, reply);
    });
    expect((await v3SinkOf(kept.url).write(records(1), never)).settled).toHaveLength(1);
  });
});

describe.each<[string, () => EpochMs]>([
  ['old readings', () => epochMs(1_600_000_000_123)],
  ['readings of the last day', () => epochMs(Date.now() - DAY_MS / 2)],
])('the sink and the stand-in, %s', (_name, base) => {
  let rig: SinkRig & { readonly site: RunningNightscoutStandIn };
  beforeEach(async () => {
    rig = await standInRig(v3Maker, base());
  });
  afterEach(() => rig.stop());
  const batch = (count: number): JournalRecord<Reading>[] =>
    Array.from({ length: count }, (_, index) => makeRecord(rig.base, index));
  const changes = (): string[] =>
    rig.site.requests.records
      .map(({ endpoint }) => endpoint)
      .filter((endpoint) => !endpoint.startsWith('GET'));

  test.each<[string, SiteFault, boolean]>([
    ['lost on the way back', { kind: 'reset' }, true],
    ['cut off', { kind: 'truncated' }, true],
    ['empty', { kind: 'empty' }, true],
    ['no JSON', { kind: 'badJson' }, true],
    ['a failed database’s, after it stored', { kind: 'mongoError', stored: 1 }, true],
    ['a failed database’s, before it stored', { kind: 'mongoError', stored: 0 }, false],
    ['a proxy’s', { kind: 'status', status: 502 }, false],
  ])('an answer that is %s costs and doubles nothing', async (_what, fault, isStored) => {
    const wanted = batch(6);
    const sink = rig.sink();
    await sink.write(wanted.slice(0, 2), never);
    for (const verb of ['PUT', 'POST']) {
      const id = verb === 'PUT' ? `/${toEntry(wanted[3]!, rig.device).identifier}` : '';
      rig.site.setFault(fault, { endpoint: `${verb} /api/v3/entries${id}`, times: 1 });
    }
    expect((await failureOf(sink.write(wanted, never))).kind).toBe('transient');
    rig.site.clearFaults();
    const before = rig.site.rows();
    expect(before.length).toBeGreaterThanOrEqual(isStored ? 3 : 2);
    const receipt = await rig.sink().write(wanted, never);
    expect(receipt.settled).toEqual(wanted.map(({ position }) => position));
    expect(rig.site.rows().map((row) => row['date'])).toEqual(
      wanted.map(({ record }) => record.systemTime),
    );
    // What was there was not touched again.
    expect(rig.site.rows().slice(0, before.length)).toEqual(before);
  });

  test('an entry that somebody deleted stays deleted, is told once, and spares its neighbours', async () => {
    const wanted = batch(4);
    const sink = rig.sink();
    await sink.write(wanted.slice(0, 3), never);
    const { identifier, sysTime } = toEntry(wanted[1]!, rig.device);
    await deleteByHand(identifier);
    const deleted = rig.site.rows();
    const receipt = await rig.sink().write(wanted, never);
    expect(receipt.settled).toEqual([1, 3, 4]);
    expect(receipt.refused).toEqual([
      {
        position: 2,
        code: 'nightscout.deleted_row',
        reason: expect.stringContaining(sysTime),
      },
    ]);
    expect(rig.site.rows().slice(0, 3)).toEqual(deleted);
    // A correction from Dexcom does not bring it back either.
    const changed = makeRecord(rig.base, 1, { trend: 'singleUp' });
    expect((await sink.write([changed], never)).refused).toHaveLength(1);
    expect(rig.site.rows()[1]).toMatchObject({ isValid: false, direction: 'Flat' });
  });

  test('only deleted entries are no sign of a site that refuses all', async () => {
    const [held] = batch(1);
    await rig.sink().write([held!], never);
    await deleteByHand(toEntry(held!, rig.device).identifier);
    expect((await rig.sink().write([held!], never)).refused).toHaveLength(1);
  });

  test('an entry that somebody locked is set aside, and not written again and again', async () => {
    const wanted = batch(2);
    const entry = toEntry(wanted[0]!, rig.device);
    await rig.seed([{ ...entry, sgv: 1, isReadOnly: true }]);
    const receipt = await rig.sink().write(wanted, never);
    expect(receipt.refused).toMatchObject([{ position: 1, code: 'nightscout.refused_row' }]);
    expect(receipt.settled).toEqual([2]);
  });

  test('a row of ours that somebody has moved is theirs', async () => {
    const wanted = batch(2);
    const { sysTime: _sysTime, ...entry } = toEntry(wanted[0]!, rig.device);
    await rig.seed([{ ...entry, date: entry.date - DAY_MS, dateString: 'x', utcOffset: 0 }]);
    const before = await rig.rows();
    const receipt = await rig.sink().write(wanted, never);
    expect(receipt.settled).toContain(2);
    expect((await rig.rows())[0]).toMatchObject({ date: before[0]!['date'] });
    expect(rig.site.rows()).toHaveLength(2);
  });

  test('two records of one instant are one row, which says what the later one says', async () => {
    const [held] = batch(1);
    const twin = { ...makeRecord(rig.base, 0, { trend: 'singleUp' }), position: 2 as never };
    await rig.sink().write([held!, twin], never);
    expect(rig.site.rows()).toMatchObject([{ direction: 'SingleUp' }]);
  });

  test('a changed device name rewrites nothing, as no site would take it', async () => {
    const wanted = batch(3);
    await rig.seed(wanted.map((held) => ({ ...toEntry(held, 'another name'), utcOffset: 60 })));
    const before = rig.site.rows();
    expect((await rig.sink().write(wanted, never)).settled).toHaveLength(3);
    expect(changes()).toEqual([]);
    const corrected = makeRecord(rig.base, 1, { trend: 'singleUp', utcOffsetMinutes: 120 });
    await rig.sink().write([corrected], never);
    expect(rig.site.rows()[1]).toMatchObject({
      ...before[1],
      direction: 'SingleUp',
      trend: 2,
      srvModified: expect.any(Number),
    });
  });

  test('a trend that is no longer known is taken away, once', async () => {
    const sink = rig.sink();
    await sink.write(batch(1), never);
    const { trend: _trend, ...record } = makeRecord(rig.base, 0).record;
    const trendless = { ...makeRecord(rig.base, 0), record };
    await sink.write([trendless], never);
    expect(rig.site.rows()).toMatchObject([{ direction: null, trend: null, sgv: 100 }]);
    const before = changes().length;
    await sink.write([trendless], never);
    expect(changes()).toHaveLength(before);
  });

  /** As AAPS does, or a person with another token. */
  async function deleteByHand(identifier: string): Promise<void> {
    const { url } = rig.site;
    const token = v3Maker.accessToken?.token ?? '';
    const pass = await fetch(`${url}/api/v2/authorization/request/${token}`);
    const { token: bearer } = (await pass.json()) as { token: string };
    const answer = await fetch(`${url}/api/v3/entries/${identifier}`, {
      method: 'DELETE',
      headers: { authorization: `Bearer ${bearer}` },
    });
    expect(answer.status).toBe(200);
    rig.site.requests.clear();
  }
});

test('another program’s row that appears between the look and the write is left alone', async () => {
  const rig = await standInRig(v3Maker, epochMs(Date.now() - DAY_MS / 2));
  const wanted = [0, 1].map((number) => makeRecord(rig.base, number));
  const entry = toEntry(wanted[0]!, rig.device);
  const { identifier: _identifier, app: _app, ...foreign } = toEntry(wanted[0]!, 'xDrip');
  // The answer about this very entry is under way when it comes.
  const endpoint = `GET /api/v3/entries/${entry.identifier}`;
  rig.site.setFault({ kind: 'late', afterMs: 300 }, { endpoint, times: 1 });
  const writing = rig.sink().write(wanted, never);
  while (!rig.site.requests.records.some((request) => request.endpoint === endpoint)) {
    await wait(1);
  }
  rig.site.seed([{ ...foreign, sgv: 222 }], true);
  expect(await writing).toMatchObject({ present: [1], settled: [2] });
  expect(rig.site.rows().map(({ sgv }) => sgv)).toEqual([222, 101]);
  await rig.stop();
});
