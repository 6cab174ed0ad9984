import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { epochMs, HOUR_MS } from '../../../../src/domain/instant.ts';
import { decodeTokens } from '../../../../src/sources/dexcom/web-api/token-record.ts';
import { startWebApiRig, type WebApiRig } from '../../../support/web-api-rig.ts';
import { tokenText } from '../../../support/web-api-stub.ts';

let rig: WebApiRig;
beforeEach(async () => void (rig = await startWebApiRig()));
afterEach(() => rig.close());

const kept = () => decodeTokens(rig.tokens.content);
const exchanges = () => rig.stub.calls().filter((call) => call === 'token').length;

describe('a good access token', () => {
  test('is used as it is, again and again, and after a restart', async () => {
    await rig.fetch();
    await rig.fetch();
    await rig.fetch(rig.another());
    expect(rig.stub.calls()).toEqual(['egvs', 'egvs', 'egvs']);
    expect(rig.tokens.history).toEqual([]);
  });

  test.each([
    [61_000, []],
    [60_000, ['token']],
    [1, ['token']],
  ])('with %d ms of life left is renewed only within its last minute', async (leftMs, before) => {
    const now = rig.clock.now();
    rig.store({ obtainedAt: epochMs(now - HOUR_MS), expiresAt: epochMs(now + leftMs) });
    await rig.fetch();
    expect(rig.stub.calls()).toEqual([...before, 'egvs']);
  });

  test('of ten seconds’ life is used for the call it was renewed for', async () => {
    rig.storeOutworn();
    rig.stub.expiresIn = 10;
    await rig.fetch();
    await rig.fetch();
    await rig.clock.advance(6_000);
    await rig.fetch();
    expect(rig.stub.calls()).toEqual(['token', 'egvs', 'egvs', 'token', 'egvs']);
  });
});

describe('a renewal', () => {
  beforeEach(() => rig.storeOutworn());

  test('is a form in the body, with the secret there and in no header', async () => {
    const refresh = rig.stub.live.refresh;
    await rig.fetch();
    const [request] = rig.stub.requests;
    expect(request?.method).toBe('POST');
    expect(request?.headers['content-type']).toMatch(/^application\/x-www-form-urlencoded/);
    expect(request?.headers['authorization']).toBeUndefined();
    expect(Object.fromEntries(request?.form ?? [])).toEqual({
      client_id: rig.options.clientId,
      client_secret: rig.options.clientSecret.reveal(),
      grant_type: 'refresh_token',
      refresh_token: refresh,
    });
  });

  test('is durable before its pair is used', async () => {
    const atUse: (string | undefined)[] = [];
    const used = rig.stub.asked('egvs').then(() => void atUse.push(kept()?.accessToken.reveal()));
    await rig.fetch();
    await used;
    expect(atUse).toEqual([tokenText('access', 1)]);
    expect(kept()).toMatchObject({
      baseUrl: rig.stub.url,
      clientId: rig.options.clientId,
      obtainedAt: rig.clock.now(),
      expiresAt: rig.clock.now() + 2 * HOUR_MS,
    });
    expect(kept()?.refreshToken.reveal()).toBe(rig.stub.live.refresh);
    expect(rig.lease.content).toBe('{}');
  });

  test('leaves the stored tokens alone until it has succeeded', async () => {
    const before = rig.tokens.content;
    rig.stub.once('token', { status: 503, body: '<html>' });
    expect(await rig.refusal()).toMatchObject({ code: 'web-api.token_failed', kind: 'transient' });
    expect(rig.tokens.content).toBe(before);
    await rig.fetch();
    expect(exchanges()).toBe(2);
  });

  test('keeps the old refresh token where none comes', async () => {
    rig.stub.once('token', { body: JSON.stringify({ access_token: rig.stub.live.access }) });
    await rig.fetch();
    expect(kept()?.refreshToken.reveal()).toBe(tokenText('refresh', 0));
  });

  test('happens once for many calls at once in one process', async () => {
    await Promise.all([rig.fetch(), rig.fetch(), rig.fetch(rig.source, 'events')]);
    expect(exchanges()).toBe(1);
    expect(rig.stub.spent).toEqual([tokenText('refresh', 0)]);
  });

  test('happens once for two processes at once: the other waits for its result', async () => {
    let letGo: () => void = () => undefined;
    const after = new Promise<void>((resolve) => (letGo = resolve));
    const next = JSON.stringify({ access_token: 'a'.repeat(30), refresh_token: 'r'.repeat(30) });
    rig.stub.once('token', { body: next, after });
    rig.stub.answer('egvs', { body: '{"records":[]}' });
    const both = Promise.all([rig.fetch(), rig.fetch(rig.another())]);
    await rig.stub.asked('token');
    await rig.clock.advance(5_000);
    expect(rig.stub.calls()).toEqual(['token']);
    letGo();
    await rig.whilePassing(both);
    expect(exchanges()).toBe(1);
    const bearers = rig.stub.requests.slice(1).map(({ headers }) => headers['authorization']);
    expect(bearers).toEqual([`Bearer ${'a'.repeat(30)}`, `Bearer ${'a'.repeat(30)}`]);
  });

  test('of many processes in disorder spends each refresh token exactly once', async () => {
    const sources = [rig.source, ...Array.from({ length: 5 }, () => rig.another())];
    await rig.whilePassing(Promise.all(sources.map((source) => rig.fetch(source))));
    expect(rig.stub.spent).toEqual([tokenText('refresh', 0)]);
  });

  test('that another finished between our look and our turn is not done again', async () => {
    rig.lease.around = async (work) => {
      rig.lease.around = (step) => step();
      await rig.fetch(rig.another());
      return work();
    };
    await rig.fetch();
    expect(rig.stub.calls()).toEqual(['token', 'egvs', 'egvs']);
    expect(rig.lease.content).toBe('{}');
  });

  test('is not cut off by a stop: its answer is kept, and close waits for that', async () => {
    const stopping = new AbortController();
    const reason = new Error('stopping');
    let letGo: () => void = () => undefined;
    const pair = { access_token: 'a'.repeat(30), refresh_token: 'r'.repeat(30) };
    const after = new Promise<void>((resolve) => (letGo = resolve));
    rig.stub.once('token', { body: JSON.stringify(pair), after });
    const window = { from: epochMs(0), to: epochMs(1) };
    const fetching = rig.source.fetch('egvs', window, stopping.signal);
    await rig.stub.asked('token');
    expect(rig.urgent.busy).toBe(true);
    stopping.abort(reason);
    await expect(fetching).rejects.toBe(reason);
    expect(rig.urgent.busy).toBe(true);
    const closing = rig.source.close();
    letGo();
    await closing;
    expect(rig.urgent.busy).toBe(false);
    expect(kept()?.refreshToken.reveal()).toBe('r'.repeat(30));
    expect(rig.stub.calls()).toEqual(['token']);
  });

  test('is not begun under a stop, and waiting for another’s ends with it', async () => {
    const stopping = new AbortController();
    const reason = new Error('stopping');
    stopping.abort(reason);
    const window = { from: epochMs(0), to: epochMs(1) };
    await expect(rig.source.fetch('egvs', window, stopping.signal)).rejects.toBe(reason);
    rig.stub.once('token', { hang: true });
    void rig.fetch().catch(() => undefined);
    await rig.stub.asked('token');
    const other = new AbortController();
    const waiting = rig.another().fetch('egvs', window, other.signal);
    const ended = expect(waiting).rejects.toBe(reason);
    await rig.clock.advance(2_000);
    other.abort(reason);
    await ended;
    expect(exchanges()).toBe(1);
  });
});
