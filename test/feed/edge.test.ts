import { describe, expect, test } from '@jest/globals';
import { BridgeFailure } from '../../src/domain/failure.ts';
import { createFeed } from '../../src/feed/index.ts';
import { SECRET_SHA1 } from './rows-rig.ts';
import { v1Rig } from './v1/v1-rig.ts';

const UNAUTHORIZED = { status: 401, message: 'Unauthorized', description: 'Invalid/Missing' };
const shown = { 'api-secret': SECRET_SHA1.toUpperCase() };

/** Every path that shows glucose, or what was written about a person. */
const CLOSED = [
  '/api/v1/entries.json',
  '/api/v1/entries/current',
  `/api/v1/entries/${'a'.repeat(24)}`,
  '/api/v1/slice/entries/dateString/sgv/20.json',
  '/api/v1/times/20.json',
  '/api/v1/times/echo/20.json',
  '/api/v1/echo/entries.json',
  '/api/v1/count/entries/where',
  '/api/v1/treatments',
  '/api/v1/devicestatus.json',
  '/api/v1/profile/current',
  '/api/v1/activity',
  '/api/v1/food.json',
  '/api/v1/status.json',
  '/api/v1/experiments/test',
  '/api/v1/no-such-path',
  '/api/v2/entries.json',
  '/api/v2/properties',
  '/api/v3/entries',
  '/api/no-such-path',
  '/status.json',
  '/treatments.json',
  '/pebble',
  '/sgv.json',
];

describe('who may read', () => {
  test.each(CLOSED)('%s is closed without the secret where one is needed', async (path) => {
    const { ask } = await v1Rig({ isRequired: true });
    const answer = await ask(path);
    expect(answer.status).toBe(401);
    expect(answer.headers.get('access-control-allow-origin')).toBe('*');
    if (!path.startsWith('/api/v3')) expect(await answer.json()).toEqual(UNAUTHORIZED);
  });

  test.each(CLOSED)('%s refuses a wrong secret where none is needed', async (path) => {
    const { ask } = await v1Rig({ secret: 'another long secret' });
    expect((await ask(path, { headers: shown })).status).toBe(401);
  });

  test.each(['?secret=', '?token='])('%s opens', async (name) => {
    const { ask } = await v1Rig({ isRequired: true });
    expect((await ask(`entries.json${name}${SECRET_SHA1}`)).status).toBe(200);
  });
});

describe('writing', () => {
  const METHODS = ['POST', 'PUT', 'PATCH', 'DELETE'];

  test.each(METHODS)('%s is answered with what is allowed', async (method) => {
    const { ask } = await v1Rig();
    for (const path of ['/api/v1/entries.json', '/api/v3/entries', '/pebble', '/api/x']) {
      const answer = await ask(path, { method });
      expect(answer.status).toBe(405);
      expect(answer.headers.get('allow')).toBe('GET, HEAD, OPTIONS');
      expect(await answer.json()).toEqual({
        status: 405,
        message: 'Method Not Allowed',
        description: 'This feed can only be read.',
      });
    }
  });

  test.each(METHODS)('%s without the secret is refused as such', async (method) => {
    const { ask } = await v1Rig({ isRequired: true });
    const answer = await ask('entries.json', { method });
    expect([answer.status, await answer.json()]).toEqual([401, UNAUTHORIZED]);
    const known = await ask('entries.json', { method, headers: shown });
    expect(known.status).toBe(405);
  });

  test('a long body is too large, a short one is not', async () => {
    const { ask } = await v1Rig();
    const send = (bytes: number) =>
      ask('entries.json', { method: 'POST', body: 'x'.repeat(bytes) });
    expect((await send(65_536)).status).toBe(405);
    expect((await send(65_537)).status).toBe(413);
  });
});

describe('the edge', () => {
  test('lets pages of other origins ask', async () => {
    const { ask } = await v1Rig({ isRequired: true });
    for (const path of ['/api/v1/entries.json', '/pebble', '/sgv.json', '/status.json']) {
      const answer = await ask(path, {
        method: 'OPTIONS',
        headers: { origin: 'https://example.org', 'access-control-request-method': 'GET' },
      });
      expect(answer.status).toBe(204);
      expect(answer.headers.get('access-control-allow-origin')).toBe('*');
      const allowed = answer.headers.get('access-control-allow-headers')?.split(',');
      expect(allowed).toEqual(
        expect.arrayContaining(['api-secret', 'authorization', 'if-none-match']),
      );
    }
    const read = await ask('entries.json', { headers: shown });
    expect(read.headers.get('access-control-expose-headers')).toBe('Last-Modified,ETag');
  });

  test('refuses a request that is too long', async () => {
    const { ask } = await v1Rig();
    expect((await ask(`entries.json?x=${'a'.repeat(7_900)}`)).status).toBe(200);
    expect((await ask(`entries.json?x=${'a'.repeat(8_000)}`)).status).toBe(414);
  });

  test('says in JSON that there is no such path', async () => {
    const { ask } = await v1Rig();
    for (const path of ['/api/v1/nothing', '/api', '/api/v1/entries/sgv/more.json', '/api/v9/x']) {
      const answer = await ask(path);
      expect([answer.status, await answer.json()]).toEqual([
        404,
        { status: 404, message: 'Not Found' },
      ]);
    }
  });

  test('leaves paths alone that are not its own', async () => {
    const { ask } = await v1Rig({ isRequired: true });
    for (const path of ['/', '/healthz', '/page/app.js']) {
      const answer = await ask(path, { method: 'POST' });
      expect(answer.status).toBe(404);
      expect(answer.headers.has('access-control-allow-origin')).toBe(false);
    }
  });

  test('makes answers short for who can read that', async () => {
    const { ask, put, clock } = await v1Rig();
    const { readingAgo } = await import('./rows-rig.ts');
    await put(Array.from({ length: 30 }, (_, index) => readingAgo(clock.now(), index * 5, 120)));
    const answer = await ask('entries.json?count=30', { headers: { 'accept-encoding': 'gzip' } });
    expect(answer.headers.get('content-encoding')).toBe('gzip');
    expect(answer.headers.get('vary')).toBe('Accept, Accept-Encoding');
    const opened = answer.body?.pipeThrough(new DecompressionStream('gzip'));
    expect(await new Response(opened).json()).toHaveLength(30);
  });

  test('says that the journal is away, and nothing of where it lies', async () => {
    const { facts } = await v1Rig();
    const failing = async () => {
      throw new BridgeFailure('journal.busy', 'transient', '/secret/folder/journal.db is busy');
    };
    const feed = createFeed({ ...facts, journal: { ...facts.journal, summary: failing } });
    const answer = await feed.request('/api/v1/entries.json');
    expect(answer.status).toBe(503);
    expect(await answer.json()).toEqual({
      status: 503,
      message: 'Service Unavailable',
      description: expect.stringContaining('journal.busy'),
    });
    const broken = createFeed({
      ...facts,
      journal: { ...facts.journal, summary: () => Promise.reject(new Error('a bug, at x.ts:1')) },
    });
    const bug = await broken.request('/api/v1/entries.json');
    expect([bug.status, await bug.json()]).toEqual([
      500,
      { status: 500, message: 'Internal error' },
    ]);
  });
});
