import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Hono } from 'hono';
import { createFeed } from '../../src/feed/index.ts';
import { plainPath } from '../../src/feed/plain-path.ts';
import type { Admission, ReaderAccess } from '../../src/platform/reader-access.ts';
import { SPELLINGS } from './differential/spellings.ts';
import { readingAgo, rowsRig } from './rows-rig.ts';
import { v1Rig } from './v1/v1-rig.ts';

describe('the one spelling of a path', () => {
  test.each([
    ['/PEBBLE/', '/pebble'],
    ['/Pebble.JSON', '/pebble.json'],
    ['/SGV.json/', '/sgv.json'],
    ['/sgv.json;x', '/sgv.json;x'],
    ['/OpenAPI.json', '/openapi.json'],
    ['/API', '/api'],
    ['/Api/v9/X', '/api/v9/X'],
    ['/api/V1/', '/api/v1'],
    ['/API/V1//ENTRIES.json', '/api/v1/entries.json'],
    ['/api/v1/Entries/SGV.json', '/api/v1/entries/SGV.json'],
    ['/api/v1/Count/Treatments/WHERE/', '/api/v1/count/Treatments/where'],
    ['/api/v1/Times/ECHO/T%7B1..2%7D', '/api/v1/times/echo/T%7B1..2%7D'],
    ['/api/v1/entries.json/', '/api/v1/entries.json/'],
    ['/api/v1/entries//', '/api/v1/entries//'],
    ['/api/v2/properties//', '/api/v2/properties'],
    ['/api/v2/Properties/BGnow/', '/api/v2/properties/BGnow'],
    ['/api/v2//Authorization//REQUEST/aB.cD.eF/', '/api/v2/authorization/request/aB.cD.eF'],
    ['/api/v3/LASTMODIFIED/', '/api/v3/lastModified'],
    ['/api/v3/Entries/HISTORY/1/', '/api/v3/entries/history/1'],
    ['/api/v3/entries/ABC/', '/api/v3/entries/ABC'],
    ['/api/v3/entries.json/', '/api/v3/entries.json/'],
  ])('%s is %s', (path, plain) => {
    expect(plainPath(path)).toBe(plain);
  });

  test.each([
    '/',
    '',
    '//pebble',
    '/pebbles',
    '/%70ebble',
    '/../pebble',
    '/./pebble',
    '/page/app.js',
    '/accounts/anna/pebble',
    '/metrics',
    '/*',
    '/constructor',
    '/__proto__/pebble',
    '/api\\v1\\entries.json',
  ])('%s is not of the feed', (path) => {
    expect(plainPath(path)).toBeUndefined();
  });

  test('has itself for its one spelling', () => {
    fc.assert(
      fc.property(anySpelling(), (path) => {
        const plain = plainPath(path);
        if (plain !== undefined && !plain.includes('//')) expect(plainPath(plain)).toBe(plain);
      }),
    );
  });
});

/** Paths that show something, and one each of a kind that must not be got at by another way of writing it. */
const SHOWING = [
  '/pebble',
  '/pebble.json',
  '/sgv.json',
  '/status.json',
  '/treatments.json',
  '/api/v1/entries.json',
  '/api/v1/entries/sgv.json',
  '/api/v1/entries/current',
  '/api/v1/times/20.json',
  '/api/v1/slice/entries/dateString/sgv/20.json',
  '/api/v1/echo/entries.json',
  '/api/v1/count/entries/where',
  '/api/v1/treatments',
  '/api/v1/devicestatus.json',
  '/api/v1/profile/current',
  '/api/v1/verifyauth',
  '/api/v1/experiments/test',
  '/api/v2/entries.json',
  '/api/v2/properties/bgnow',
  '/api/v2/authorization/request/abc',
  '/api/v3/status',
  '/api/v3/lastModified',
  '/api/v3/entries',
  '/api/v3/entries.csv',
  '/api/v3/entries/history/1700000000000',
];

/** One of those paths, written in any way that somebody may think of. */
function anySpelling(): fc.Arbitrary<string> {
  const capitals = fc.infiniteStream(fc.constantFrom('same', 'other'));
  const anyLetters = fc.infiniteStream(
    fc.constantFrom('same', 'same', 'same', 'other', 'coded', 'twice'),
  );
  const slashes = fc.infiniteStream(fc.constant('/'));
  const anySlashes = fc.infiniteStream(
    fc.constantFrom('/', '/', '/', '/', '//', '/./', '/x/../', '/%2e/', '%2F', '\\', '/;/'),
  );
  return fc
    .tuple(
      fc.constantFrom(...SHOWING),
      fc.oneof(capitals, anyLetters),
      fc.oneof(slashes, anySlashes),
      fc.constantFrom(
        '',
        '',
        '/',
        '//',
        '/.',
        '.json',
        '/.json',
        '.JSON',
        '%20',
        '%00',
        ';a=b',
        '#x',
      ),
    )
    .map(([path, letters, between, tail]) => {
      const written = path.split('').map((character) => {
        if (character === '/') return between.next().value as string;
        const how = letters.next().value as string;
        const coded = `%${character.charCodeAt(0).toString(16)}`;
        if (how === 'coded') return coded;
        if (how === 'twice') return coded.replace('%', '%25');
        if (how === 'same') return character;
        const upper = character.toUpperCase();
        return upper === character ? character.toLowerCase() : upper;
      });
      return `/${written.join('').replace(/^[/\\]/, '')}${tail}`;
    });
}

/** An access that says the same to everybody, and how often it was asked. */
function watched(says: Admission): ReaderAccess & { asked: number } {
  return {
    isRequired: true,
    asked: 0,
    async admit() {
      this.asked += 1;
      return says;
    },
    async exchange() {
      this.asked += 1;
      return says.kind === 'refused' ? says : { token: 'a.b.c', iat: 1, exp: 2 };
    },
  };
}

async function mounted(says: Admission) {
  const { facts, put, clock } = await rowsRig();
  await put([readingAgo(clock.now(), 2, 123), readingAgo(clock.now(), 7, 321)]);
  const access = watched(says);
  const feed = createFeed({ ...facts, access });
  const app = new Hono().route('/', feed).route('/accounts/anna', feed);
  // As it came: whoever makes requests by hand sends what a URL would tidy up.
  const ask = (path: string, method = 'GET') => {
    const request = new Request('http://127.0.0.1/', { method });
    Object.defineProperty(request, 'url', { value: `http://127.0.0.1${path}` });
    return app.fetch(request);
  };
  return { access, ask };
}

const NOBODY: Admission = { kind: 'refused', status: 401, message: 'no' };
const base = fc.constantFrom('', '/accounts/anna');

describe('whoever may not read', () => {
  test('is refused, or told that there is nothing, however the path is written', async () => {
    const { ask } = await mounted(NOBODY);
    await fc.assert(
      fc.asyncProperty(
        base,
        anySpelling(),
        fc.constantFrom('GET', 'HEAD'),
        async (at, path, how) => {
          const answer = await ask(at + path, how);
          // What a secret allows is told with 200.
          if (/verifyauth/i.test(plainPath(path) ?? '') && answer.status === 200) return;
          expect([401, 404]).toContain(answer.status);
          expect(await answer.text()).not.toMatch(/123|321/);
        },
      ),
      { numRuns: 1_000 },
    );
  });

  test('has been judged by the access wherever there is an answer', async () => {
    const { access, ask } = await mounted({ kind: 'known' });
    let answered = 0;
    await fc.assert(
      fc.asyncProperty(base, anySpelling(), async (at, path) => {
        const before = access.asked;
        const { status } = await ask(at + path);
        if (status === 404) return;
        answered += 1;
        expect([path, access.asked - before]).not.toEqual([path, 0]);
      }),
      { numRuns: 1_000 },
    );
    expect(answered).toBeGreaterThan(100);
  });

  test('may ask before whether another origin is welcome, and is shown nothing', async () => {
    const { ask } = await mounted(NOBODY);
    for (const path of ['/PEBBLE/', '/API/V1/Entries.json', '/accounts/anna/Api/v3/Entries/']) {
      const answer = await ask(path, 'OPTIONS');
      expect([path, answer.status, await answer.text()]).toEqual([path, 204, '']);
    }
  });
});

describe('a wrong secret', () => {
  const answered = SPELLINGS.filter(
    ({ judged, path }) => judged === undefined && !path.includes('%'),
  );

  test.each(answered.map(({ path }) => path))('is slowed down at %s, too', async (path) => {
    const { feed, clock } = await v1Rig({ secret: 'another long secret' });
    const asked = Promise.resolve(
      feed.request(path, { headers: { 'api-secret': 'a'.repeat(40) } }),
    );
    while (clock.sleeping === 0) await new Promise((resolve) => setImmediate(resolve));
    await clock.advance(5_000);
    expect((await asked).status).toBe(401);
  });
});

describe('below an account', () => {
  test('only the name that it has is one', async () => {
    const { ask } = await mounted({ kind: 'known' });
    const statuses = ['anna/PEBBLE/', 'Anna/pebble', 'anna//pebble', 'anna/../anna/pebble', 'ANNA/pebble', 'ben/pebble'].map(async (path) => [path, (await ask(`/accounts/${path}`)).status]); // prettier-ignore
    expect(await Promise.all(statuses)).toEqual([
      ['anna/PEBBLE/', 200],
      ['Anna/pebble', 404],
      ['anna//pebble', 404],
      ['anna/../anna/pebble', 404],
      ['ANNA/pebble', 404],
      ['ben/pebble', 404],
    ]);
  });
});
