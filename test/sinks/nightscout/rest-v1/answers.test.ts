import type { ServerResponse } from 'node:http';
import { afterEach, describe, expect, test } from '@jest/globals';
import {
  BASE,
  clock,
  closeSites,
  failureOf,
  html,
  json,
  never,
  records,
  sinkOf,
  site,
} from '../../../support/scripted-site.ts';

afterEach(closeSites);

describe('what is sent', () => {
  test('the secret as SHA-1, JSON asked for, the path prefix kept', async () => {
    const { url, requests } = await site(({ rows }, reply) => json(reply, rows));
    await sinkOf(`${url}/ns`).write(records(2), never);
    expect(requests).toHaveLength(1);
    expect(requests[0]).toMatchObject({ method: 'POST', url: '/ns/api/v1/entries.json' });
    expect(requests[0]!.headers).toMatchObject({
      'api-secret': 'b723e97aa97846eb92d5264f084b2823f57c4aa1',
      accept: 'application/json',
      'content-type': 'application/json',
      'x-forwarded-proto': 'https',
    });
    expect(requests[0]!.rows[0]).not.toHaveProperty('_id');
  });

  test('what lies there is asked for in the window and no further', async () => {
    const { url, requests } = await site(({ method, rows }, reply) =>
      json(reply, method === 'GET' ? [] : rows),
    );
    await sinkOf(url, 150_000).write(records(3), never);
    const [byDate, byText, post] = requests;
    expect(requests).toHaveLength(3);
    expect(byDate!.url).toContain(`find[date][$gte]=${BASE - 150_000}`);
    expect(byDate!.url).toContain(`find[date][$lte]=${BASE + 600_000 + 150_000}`);
    expect(byDate!.url).toContain('find[type]=sgv');
    expect(byText!.url).toContain('[sysTime][$gte]=2023-11-14T22:10:50.123Z');
    expect(post!.rows).toHaveLength(3);
  });

  test('what lies there already word for word is not sent again', async () => {
    const stored: Record<string, unknown>[] = [];
    const { url, requests } = await site(({ method, rows }, reply) => {
      if (method === 'GET') {
        json(reply, stored);
        return;
      }
      stored.push(...rows.map((row, index) => ({ ...row, _id: String(index), utcOffset: 0 })));
      json(reply, rows);
    });
    const sink = sinkOf(url, 150_000);
    await sink.write(records(3), never);
    const receipt = await sink.write(records(3), never);
    expect(receipt.settled).toHaveLength(3);
    expect(requests.filter(({ method }) => method === 'POST')).toHaveLength(1);
  });

  test('a site that caps its answers is asked on until all is seen', async () => {
    const foreign = records(40).map(({ record }, index) => ({
      _id: String(index),
      type: 'sgv',
      sgv: 99,
      date: record.systemTime + 10_000,
    }));
    const { url } = await site(({ method, url: asked, rows }, reply) => {
      if (method === 'POST') {
        json(reply, rows);
        return;
      }
      if (asked.includes('$or')) {
        json(reply, []);
        return;
      }
      const to = Number(/find\[date\]\[\$lte\]=(\d+)/.exec(asked)?.[1]);
      const found = foreign.filter(({ date }) => date <= to).reverse();
      json(reply, found.slice(0, 12));
    });
    const receipt = await sinkOf(url, 150_000).write(records(40), never);
    expect(receipt.present).toHaveLength(40);
  });
});

describe('what is confirmed', () => {
  test.each<[string, (rows: readonly Record<string, unknown>[]) => unknown]>([
    ['nothing', () => []],
    ['a row less', (rows) => rows.slice(1)],
    ['another value', (rows) => rows.map((row, i) => (i === 1 ? { ...row, sgv: 1 } : row))],
    ['another instant', (rows) => rows.map((row) => ({ ...row, sysTime: '2001-01-01T00:00:00Z' }))],
    ['another order', (rows) => [...rows].reverse()],
  ])('an answer with %s settles nothing that cannot be read back', async (_what, alter) => {
    const { url } = await site(({ method, rows }, reply) =>
      json(reply, method === 'GET' ? [] : alter(rows)),
    );
    const failure = await failureOf(sinkOf(url).write(records(4), never));
    expect([failure.code, failure.kind]).toEqual(['nightscout.dropped_rows', 'transient']);
  });

  test('what the answer left open and the site really holds is settled', async () => {
    const stored: Record<string, unknown>[] = [];
    const { url } = await site(({ method, rows }, reply) => {
      stored.push(...rows);
      json(reply, method === 'GET' ? stored : []);
    });
    expect((await sinkOf(url).write(records(2), never)).settled).toHaveLength(2);
  });

  test('a page under 200 is no confirmation', async () => {
    for (const answer of [
      (reply: ServerResponse) => html(reply, 200),
      (reply: ServerResponse): void => {
        reply.writeHead(200).end();
      },
      (reply: ServerResponse) => json(reply, { status: 'ok' }),
    ]) {
      const { url, requests } = await site((_request, reply) => answer(reply));
      const failure = await failureOf(sinkOf(url).write(records(2), never));
      expect([failure.code, failure.kind]).toEqual(['nightscout.unexpected_answer', 'transient']);
      expect(requests).toHaveLength(1);
    }
  });
});

describe('what the statuses mean', () => {
  test.each([
    [401, 'nightscout.unauthorized', 'credentials'],
    [403, 'nightscout.blocked', 'transient'],
    [404, 'nightscout.not_found', 'transient'],
    [400, 'nightscout.unexpected_answer', 'transient'],
    [429, 'nightscout.throttled', 'throttled'],
    [500, 'nightscout.failed', 'transient'],
    [502, 'nightscout.failed', 'transient'],
    [503, 'nightscout.failed', 'transient'],
    [413, 'nightscout.too_large', 'transient'],
  ])('a page under %d is %s, %s', async (status, code, kind) => {
    const { url, requests } = await site((_request, reply) => html(reply, status));
    const failure = await failureOf(sinkOf(url).write(records(1), never));
    expect([failure.code, failure.kind]).toEqual([code, kind]);
    expect(requests).toHaveLength(1);
    expect(failure.message).toContain('127.0.0.1');
  });

  test('403 from the site itself, in JSON, is a refused credential', async () => {
    const { url } = await site((_request, reply) => json(reply, { status: 403 }, 403));
    const failure = await failureOf(sinkOf(url).write(records(1), never));
    expect([failure.code, failure.kind]).toEqual(['nightscout.forbidden', 'credentials']);
  });

  test('a site that refuses every row loses none, and is not asked row by row for a day', async () => {
    for (const count of [1, 2, 288]) {
      const { url, requests } = await site((_request, reply) => json(reply, { bad: true }, 400));
      const failure = await failureOf(sinkOf(url).write(records(count), never));
      expect([failure.code, failure.kind]).toEqual(['nightscout.refuses_all', 'transient']);
      expect(requests.length).toBeLessThan(20);
    }
  });

  test('one row refused beside one accepted is set aside alone', async () => {
    const { url } = await site(({ rows }, reply) => {
      const bad = rows.some((row) => row['date'] === BASE);
      json(reply, bad ? { bad } : rows, bad ? 400 : 200);
    });
    const receipt = await sinkOf(url).write(records(2), never);
    expect(receipt.refused).toMatchObject([{ position: 1, code: 'nightscout.refused_row' }]);
    expect(receipt.settled).toEqual([2]);
  });

  test('Retry-After says when', async () => {
    for (const status of [429, 503]) {
      const { url } = await site((_request, reply) => html(reply, status, { 'retry-after': '90' }));
      const failure = await failureOf(sinkOf(url).write(records(1), never));
      expect([failure.kind, failure.retryAt]).toEqual(['throttled', clock.now() + 90_000]);
    }
  });

  test('a small body limit is met by smaller requests', async () => {
    const { url, requests } = await site(({ rows }, reply) =>
      rows.length > 3 ? html(reply, 413) : json(reply, rows),
    );
    const receipt = await sinkOf(url).write(records(10), never);
    expect(receipt.settled).toHaveLength(10);
    expect(
      requests.filter(({ rows }) => rows.length <= 3).flatMap(({ rows }) => rows),
    ).toHaveLength(10);
  });

  test('a failure after some rows were stored repeats the whole batch', async () => {
    let calls = 0;
    const { url, requests } = await site(({ rows }, reply) => {
      calls += 1;
      if (calls === 1) {
        json(reply, { status: 500, message: 'Mongo Error' }, 500);
        return;
      }
      json(reply, rows);
    });
    const sink = sinkOf(url);
    expect((await failureOf(sink.write(records(3), never))).kind).toBe('transient');
    expect((await sink.write(records(3), never)).settled).toHaveLength(3);
    expect(requests[1]!.rows).toEqual(requests[0]!.rows);
  });
});
