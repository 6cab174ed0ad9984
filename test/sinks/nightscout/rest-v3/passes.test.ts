import { inspect } from 'node:util';
import { afterEach, describe, expect, test } from '@jest/globals';
import { HOUR_MS } from '../../../../src/domain/instant.ts';
import { keyedFingerprint } from '../../../../src/platform/fingerprint.ts';
import { createHttpClient, type HttpCall } from '../../../../src/platform/http-client.ts';
import { Secret } from '../../../../src/platform/secret.ts';
import { createRestV1Sink } from '../../../../src/sinks/nightscout/rest-v1/index.ts';
import {
  clock,
  closeSites,
  failureOf,
  never,
  records,
  site,
} from '../../../support/scripted-site.ts';
import {
  empty,
  html,
  json,
  PASS_PATH,
  TOKEN,
  v3Site,
  v3SinkOf,
} from '../../../support/scripted-v3-site.ts';

afterEach(closeSites);

describe('the pass', () => {
  test('is asked for once, goes with every request, and nothing else does', async () => {
    const { url, requests } = await v3Site(empty);
    const sink = v3SinkOf(url);
    await sink.write(records(2), never);
    await sink.write(records(2), never);
    const [first, ...others] = requests;
    expect(first).toMatchObject({ method: 'GET', url: PASS_PATH });
    expect(first?.headers).not.toHaveProperty('authorization');
    expect(others.length).toBeGreaterThan(4);
    for (const { headers, url: path } of others) {
      expect(headers['authorization']).toBe('Bearer pass-1');
      expect(headers).not.toHaveProperty('api-secret');
      expect(path).toMatch(/^\/api\/v3\/entries/);
      expect(path).not.toContain(TOKEN);
    }
  });

  test('is renewed before it ends by our clock, whatever the site’s clock says', async () => {
    const { url, requests } = await v3Site(empty);
    const sink = v3SinkOf(url);
    const passOfTheLast = () => requests.at(-1)?.headers['authorization'];
    await sink.write(records(1), never);
    await clock.advance(7 * HOUR_MS);
    await sink.write(records(1), never);
    expect(passOfTheLast()).toBe('Bearer pass-1');
    await clock.advance(0.5 * HOUR_MS);
    await sink.write(records(1), never);
    expect(passOfTheLast()).toBe('Bearer pass-2');
  });

  test('that is refused is replaced once, and the same request is sent again', async () => {
    const { url, requests } = await v3Site((request, reply) => {
      const isOld = request.headers['authorization'] === 'Bearer pass-1';
      if (request.method === 'PUT' && isOld) json(reply, { status: 401 }, 401);
      else empty(request, reply);
    });
    expect((await v3SinkOf(url).write(records(2), never)).settled).toHaveLength(2);
    const puts = requests.filter(({ method }) => method === 'PUT');
    expect(puts.map(({ headers }) => headers['authorization'])).toEqual([
      'Bearer pass-1',
      'Bearer pass-2',
      'Bearer pass-2',
    ]);
    expect(puts[1]?.rows).toEqual(puts[0]?.rows);
  });

  test('that is refused as soon as it is given says nothing about the token', async () => {
    const { url, requests } = await v3Site((_request, reply) => json(reply, { status: 401 }, 401));
    const failure = await failureOf(v3SinkOf(url).write(records(1), never));
    expect([failure.code, failure.kind]).toEqual(['nightscout.pass_refused', 'transient']);
    expect(requests).toHaveLength(4);
  });

  test('without a length of life it is held for less than an hour', async () => {
    let passes = 0;
    const { url } = await site((request, reply) => {
      if (request.url === PASS_PATH) json(reply, { token: `pass-${(passes += 1)}` });
      else empty(request, reply);
    });
    const sink = v3SinkOf(url);
    await sink.write(records(1), never);
    await clock.advance(HOUR_MS);
    await sink.write(records(1), never);
    expect(passes).toBe(2);
  });
});

describe('the token', () => {
  test('of a subject that was deleted is told as gone, though its pass is still taken', async () => {
    let passes = 0;
    const { url } = await site((request, reply) => {
      if (request.url !== PASS_PATH) {
        json(reply, { status: 403, message: 'Missing permission api:entries:read' }, 403);
      } else if ((passes += 1) === 1) json(reply, { token: 'pass-1' });
      else json(reply, { status: 401 }, 401);
    });
    const failure = await failureOf(v3SinkOf(url).write(records(1), never));
    expect([failure.code, failure.kind]).toEqual(['nightscout.token_refused', 'credentials']);
    expect(passes).toBe(2);
  });

  test('that is refused is sent once, stops everything, and is in no message', async () => {
    const { url, requests } = await site((_request, reply) => json(reply, { status: 401 }, 401));
    const failure = await failureOf(v3SinkOf(url).write(records(3), never));
    expect([failure.code, failure.kind]).toEqual(['nightscout.token_refused', 'credentials']);
    expect(failure.message).toMatch(/NIGHTSCOUT_TOKEN.*Admin Tools|Admin Tools.*NIGHTSCOUT_TOKEN/s);
    expect(inspect(failure, { depth: 20 })).not.toContain(TOKEN);
    expect(requests).toHaveLength(1);
  });

  test('stands in an address, which no failure and no figure repeats', async () => {
    const calls: HttpCall[] = [];
    const { url } = await site((request, reply) => {
      if (request.url === PASS_PATH) reply.socket?.destroy();
    });
    const failures = [
      await failureOf(v3SinkOf(url, 0, (call) => calls.push(call)).write(records(1), never)),
      await failureOf(
        v3SinkOf('http://127.0.0.1:1', 0, (call) => calls.push(call)).write(records(1), never),
      ),
    ];
    for (const failure of failures) {
      expect(failure.kind).toBe('transient');
      expect(inspect(failure, { depth: 20 })).not.toContain(TOKEN);
    }
    expect(calls.map(({ endpoint }) => endpoint)).toEqual([
      'nightscout.authorization',
      'nightscout.authorization',
    ]);
    expect(JSON.stringify(calls)).not.toContain(TOKEN);
  });

  test('is never carried to another host', async () => {
    const other = await site((_request, reply) => json(reply, { token: 'x' }));
    const { url } = await site((request, reply) => {
      const location = `${other.url.replace('127.0.0.1', 'localhost')}${request.url}`;
      reply.writeHead(307, { location }).end();
    });
    const failure = await failureOf(v3SinkOf(url).write(records(1), never));
    expect([failure.code, failure.kind]).toEqual(['nightscout.redirected', 'config']);
    expect(inspect(failure, { depth: 20 })).not.toContain(TOKEN);
    expect(other.requests).toEqual([]);
  });

  test.each([
    ['a page under 200', 200, 'nightscout.unexpected_answer'],
    ['a page under 404', 404, 'nightscout.not_found'],
    ['a firewall’s page', 403, 'nightscout.blocked'],
    ['a proxy’s page', 502, 'nightscout.failed'],
  ])('that is answered with %s is not given up', async (_what, status, code) => {
    const { url } = await site((_request, reply) => html(reply, status));
    const failure = await failureOf(v3SinkOf(url).write(records(1), never));
    expect([failure.code, failure.kind]).toEqual([code, 'transient']);
    if (status === 404) expect(failure.message).toContain('NIGHTSCOUT_API');
  });

  test('has another mark than the same text used by v1, so that a latch of one does not stop the other', () => {
    const siteUrl = 'https://x.example.org';
    const { credentialsFingerprint: mark, destination } = v3SinkOf(siteUrl);
    expect(v3SinkOf(siteUrl).credentialsFingerprint).toBe(mark);
    const v1 = createRestV1Sink({
      options: {
        siteUrl,
        credential: { kind: 'token', value: new Secret(TOKEN) },
        device: 'device',
        toleranceMs: 0,
      },
      http: createHttpClient('test'),
      clock,
      fingerprint: keyedFingerprint('key'),
    });
    expect(v1.credentialsFingerprint).not.toBe(mark);
    // Yet it is the same place, where the same cursor goes on.
    expect([v1.name, v1.destination]).toEqual(['nightscout', destination]);
  });
});
