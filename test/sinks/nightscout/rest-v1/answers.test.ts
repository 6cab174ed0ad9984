import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from '@jest/globals';
import { BridgeFailure } from '../../../../src/domain/failure.ts';
import { epochMs } from '../../../../src/domain/instant.ts';
import type { JournalRecord } from '../../../../src/domain/journal-record.ts';
import { keyedFingerprint } from '../../../../src/platform/fingerprint.ts';
import { createHttpClient } from '../../../../src/platform/http-client.ts';
import { Secret } from '../../../../src/platform/secret.ts';
import { createRestV1Sink } from '../../../../src/sinks/nightscout/rest-v1/index.ts';
import type { Sink } from '../../../../src/sinks/sink.ts';
import { FakeClock } from '../../../support/fake-clock.ts';
import { makeRecord } from '../../../support/make-record.ts';

interface Request {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly rows: readonly Record<string, unknown>[];
}
type Answer = (request: Request, reply: ServerResponse) => void;

const BASE = epochMs(1_700_000_000_123);
const never = new AbortController().signal;
const clock = new FakeClock();
const servers: Server[] = [];
const http = createHttpClient('test');

afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

async function site(answer: Answer): Promise<{ url: string; requests: Request[] }> {
  const requests: Request[] = [];
  const server = createServer((incoming, reply) => {
    let text = '';
    incoming.on('data', (chunk: Buffer) => (text += chunk.toString()));
    incoming.on('end', () => {
      const request: Request = {
        method: incoming.method ?? '',
        url: decodeURIComponent(incoming.url ?? ''),
        headers: incoming.headers,
        rows: text === '' ? [] : (JSON.parse(text) as Record<string, unknown>[]),
      };
      requests.push(request);
      answer(request, reply);
    });
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, requests };
}

const json = (reply: ServerResponse, value: unknown, status = 200): void => {
  reply.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
};
const html = (
  reply: ServerResponse,
  status: number,
  headers: Record<string, string> = {},
): void => {
  reply.writeHead(status, { 'content-type': 'text/html', ...headers }).end('<h1>a page</h1>');
};
const sinkOf = (siteUrl: string, toleranceMs = 0, kind: 'secret' | 'token' = 'secret'): Sink =>
  createRestV1Sink({
    options: {
      siteUrl,
      credential: { kind, value: new Secret('this is my long pass phrase') },
      device: 'device',
      toleranceMs,
    },
    http,
    clock,
    fingerprint: keyedFingerprint('key'),
  });
const records = (count: number): JournalRecord[] =>
  Array.from({ length: count }, (_, index) => makeRecord(BASE, index));
const failureOf = async (work: Promise<unknown>): Promise<BridgeFailure> => {
  const thrown: unknown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(thrown).toBeInstanceOf(BridgeFailure);
  return thrown as BridgeFailure;
};

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
      if (method === 'GET') return json(reply, stored);
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
      if (method === 'POST') return json(reply, rows);
      if (asked.includes('$or')) return json(reply, []);
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
      (reply: ServerResponse) => reply.writeHead(200).end(),
      (reply: ServerResponse) => json(reply, { status: 'ok' }),
    ]) {
      const { url, requests } = await site((_request, reply) => void answer(reply));
      const failure = await failureOf(sinkOf(url).write(records(2), never));
      expect([failure.code, failure.kind]).toEqual(['nightscout.unexpected_answer', 'transient']);
      expect(requests).toHaveLength(1);
    }
  });
});

describe('what the statuses mean', () => {
  test.each([
    [401, 'nightscout.unauthorized', 'credentials'],
    [403, 'nightscout.forbidden', 'credentials'],
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
      if (calls === 1) return json(reply, { status: 500, message: 'Mongo Error' }, 500);
      json(reply, rows);
    });
    const sink = sinkOf(url);
    expect((await failureOf(sink.write(records(3), never))).kind).toBe('transient');
    expect((await sink.write(records(3), never)).settled).toHaveLength(3);
    expect(requests[1]!.rows).toEqual(requests[0]!.rows);
  });
});

describe('redirects', () => {
  test('to another path of the same host are followed with the body, and remembered', async () => {
    const { url, requests } = await site((request, reply) => {
      if (request.url.startsWith('/new/')) return json(reply, request.rows);
      reply.writeHead(307, { location: `/new${request.url}` }).end();
    });
    const sink = sinkOf(url);
    expect((await sink.write(records(2), never)).settled).toHaveLength(2);
    await sink.write(records(2), never);
    expect(requests.map((request) => [request.url, request.rows.length])).toEqual([
      ['/api/v1/entries.json', 2],
      ['/new/api/v1/entries.json', 2],
      ['/new/api/v1/entries.json', 2],
    ]);
  });

  test('to another host are refused, both named, and the other never hears the secret', async () => {
    const other = await site((_request, reply) => json(reply, []));
    const target = other.url.replace('127.0.0.1', 'localhost');
    const { url } = await site((_request, reply) => {
      reply.writeHead(302, { location: `${target}/api/v1/entries.json` }).end();
    });
    const failure = await failureOf(sinkOf(url).write(records(1), never));
    expect([failure.code, failure.kind]).toEqual(['nightscout.redirected', 'config']);
    expect(failure.message).toContain(url);
    expect(failure.message).toContain(target);
    expect(other.requests).toEqual([]);
  });

  test('to another port of the same host are refused too', async () => {
    const other = await site((_request, reply) => json(reply, []));
    const { url } = await site((_request, reply) => {
      reply.writeHead(307, { location: other.url }).end();
    });
    expect((await failureOf(sinkOf(url).write(records(1), never))).code).toBe(
      'nightscout.redirected',
    );
    expect(other.requests).toEqual([]);
  });

  test('in a ring end', async () => {
    const { url, requests } = await site((request, reply) => {
      reply.writeHead(307, { location: request.url }).end();
    });
    expect((await failureOf(sinkOf(url).write(records(1), never))).kind).toBe('transient');
    expect(requests.length).toBeLessThan(10);
  });
});

describe('probe', () => {
  const STATUS = { status: 'ok', version: '15.0.7', serverTimeEpoch: clock.now() };

  test('tells the version and a clock that is wrong', async () => {
    const { url } = await site(({ method }, reply) =>
      json(reply, method === 'POST' ? [] : { ...STATUS, serverTimeEpoch: clock.now() + 600_000 }),
    );
    const findings = await sinkOf(url).probe(never);
    expect(findings[0]).toMatchObject({ ok: true, detail: expect.stringContaining('15.0.7') });
    expect(findings[1]!.ok).toBe(true);
    expect(findings[2]).toMatchObject({
      ok: false,
      detail: expect.stringContaining('600 s ahead'),
    });
  });

  test('tells a role without the right from a wrong token', async () => {
    for (const canRead of [true, false]) {
      const { url } = await site(({ method, url: asked }, reply) => {
        if (method === 'POST') return json(reply, { status: 401 }, 401);
        json(reply, asked.includes('verifyauth') ? { status: 200, message: { canRead } } : STATUS);
      });
      const bad = (await sinkOf(url, 0, 'token').probe(never)).filter(({ ok }) => !ok);
      expect(bad).toHaveLength(1);
      expect(bad[0]!.detail).toContain(canRead ? 'its role may not write' : 'refused');
    }
  });

  test('tells a wrong address', async () => {
    const { url } = await site((_request, reply) => html(reply, 404));
    const bad = (await sinkOf(url).probe(never)).filter(({ ok }) => !ok);
    expect(bad[0]!.detail).toContain('NIGHTSCOUT_URL');
    const nobody = await sinkOf('http://127.0.0.1:1').probe(never);
    expect(nobody).toEqual([expect.objectContaining({ ok: false })]);
  });
});
