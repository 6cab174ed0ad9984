import { afterEach, describe, expect, test } from '@jest/globals';
import {
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

describe('redirects', () => {
  test('to another path of the same host are followed with the body, and remembered', async () => {
    const { url, requests } = await site((request, reply) => {
      if (request.url.startsWith('/new/')) {
        json(reply, request.rows);
        return;
      }
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

  test('a refused credential is sent once, and both remedies are named', async () => {
    const { url, requests } = await site(({ method }, reply) =>
      method === 'POST' ? json(reply, { status: 401 }, 401) : json(reply, STATUS),
    );
    const bad = (await sinkOf(url, 0, 'token').probe(never)).filter(({ ok }) => !ok);
    expect(bad).toMatchObject([{ failure: { code: 'nightscout.unauthorized' } }]);
    expect(bad[0]!.detail).toMatch(/refused .*its role needs api:entries:read/);
    expect(requests.filter(({ headers }) => 'api-secret' in headers)).toHaveLength(1);
  });

  test('tells a wrong address', async () => {
    const { url } = await site((_request, reply) => html(reply, 404));
    const bad = (await sinkOf(url).probe(never)).filter(({ ok }) => !ok);
    expect(bad[0]!.detail).toContain('NIGHTSCOUT_URL');
    const nobody = await sinkOf('http://127.0.0.1:1').probe(never);
    expect(nobody).toEqual([expect.objectContaining({ ok: false })]);
  });
});
