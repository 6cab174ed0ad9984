import { Validator } from '@seriousme/openapi-schema-validator';
import { describe, expect, test } from '@jest/globals';
import { Hono } from 'hono';
import { createFeed, createFeedRoutes } from '../../../src/feed/index.ts';
import { openApiDocument } from '../../../src/feed/openapi/document.ts';
import { systemClock } from '../../../src/platform/clock.ts';
import { corpus } from '../differential/corpus.ts';
import { rowsRig, SECRET_SHA1 } from '../rows-rig.ts';
import { matchOperation, operations } from './described-operations.ts';

const document = openApiDocument('/');

describe('the description of the feed', () => {
  test('is OpenAPI 3.1, by the official schema', async () => {
    const validator = new Validator();
    const { valid, errors } = await validator.validate(structuredClone(document));
    expect([valid, errors, validator.version]).toEqual([true, undefined, '3.1']);
  });

  test('would not pass with a broken operation', async () => {
    const broken = { ...document, paths: { '/pebble': { get: { responses: 7 } } } };
    expect((await new Validator().validate(broken)).valid).toBe(false);
  });

  test('every part is used, and every part that is used is there', () => {
    const { parameters, responses, schemas } = document['components'] as Record<string, object>;
    for (const [kind, parts] of Object.entries({ parameters, responses, schemas })) {
      const text = JSON.stringify(document);
      const used = [...text.matchAll(new RegExp(`#/components/${kind}/(\\w+)`, 'g'))];
      const names = used.map(([, name]) => name).sort();
      // Some answers of API v3 and of v1 share everything but their outer part.
      expect([kind, [...new Set(names)]]).toEqual([kind, Object.keys(parts ?? {}).filter((name) => names.includes(name)).sort()]); // prettier-ignore
      const unused = Object.keys(parts ?? {}).filter((name) => !names.includes(name));
      expect([kind, unused]).toEqual([kind, kind === 'responses' ? ['MethodNotAllowed'] : []]);
    }
  });

  test('names each operation once, with what it takes and every way to be refused', () => {
    const names = operations.map(({ operationId }) => operationId);
    expect(new Set(names).size).toBe(names.length);
    for (const { path, parameters, responses } of operations) {
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      const told = parameters.filter((each) => each.in === 'path').map(({ name }) => name);
      expect([path, told.sort()]).toEqual([path, inPath.sort()]);
      expect([path, Object.keys(responses)]).toEqual([path, expect.arrayContaining(['200', '401', '429'])]); // prettier-ignore
    }
  });

  test('names all ways to show a secret', () => {
    const { securitySchemes } = document['components'] as { securitySchemes: object };
    expect(Object.keys(securitySchemes)).toEqual(['apiSecret', 'secret', 'token', 'bearer']);
    const open = operations.filter(({ security }) => security.length === 0);
    expect(open.map(({ path }) => path).sort()).toEqual([
      '/api/v2/authorization/request/{token}',
      '/api/v3/version',
      '/api/v3/version.json',
      '/api/versions',
      '/openapi.json',
    ]);
  });
});

describe('/openapi.json', () => {
  test('is served without a secret, and names where it is mounted', async () => {
    const { facts } = await rowsRig({ isRequired: true });
    const feed = createFeed(facts);
    const answer = await feed.request('/openapi.json');
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/json']);
    expect(await answer.json()).toEqual(JSON.parse(JSON.stringify(document)));
    const mounted = await new Hono().route('/accounts/anna', feed).request('/accounts/anna/openapi.json'); // prettier-ignore
    expect(await mounted.json()).toMatchObject({ servers: [{ url: '/accounts/anna' }] });
  });
});

describe('nothing is served that is not described', () => {
  test('every route', async () => {
    const { facts } = await rowsRig();
    const served = createFeedRoutes(facts)
      .routes.filter(({ method, path }) => method === 'GET' && !path.endsWith('*'))
      // Of a path that only begins so, the description speaks in words.
      .filter(({ path }) => path !== '/:path{sgv\\.json.+}')
      .map(({ path }) => path.replaceAll(/:(\w+)/g, '{$1}').replace(/\/$/, ''));
    const described = operations.map(({ path }) => path);
    expect(served.length).toBeGreaterThan(15);
    expect(served.filter((path) => !described.includes(path))).toEqual([]);
  });

  test('every request of the readers that are known', () => {
    const now = systemClock.now();
    const unknown = corpus(now, () => '0'.repeat(24))
      .filter(({ who }) => who !== 'a spelling')
      .map(({ path }) => path)
      .filter((path) => !path.includes('no-such') && matchOperation(path) === undefined);
    expect(unknown).toEqual([]);
  });

  test('every path made of the words of others that is answered', async () => {
    const { facts } = await rowsRig({ isRequired: true });
    const feed = createFeed(facts);
    const words = new Set(operations.flatMap(({ path }) => path.split('/').slice(1)));
    const segments = [...words].map((word) => word.replace('{format}', 'json')).filter((word) => !word.includes('{')); // prettier-ignore
    // What lies below v2 and v1 comes out of one map; the tail of /sgv.json is of no account.
    const paths = [
      ...['/api/v3', ''].flatMap((base) => segments.map((word) => `${base}/${word}`)),
      ...segments.flatMap((first) => [
        `/api/v1/${first}`,
        ...segments.map((second) => `/api/v1/${first}/${second}`),
      ]),
    ];
    expect(paths.length).toBeGreaterThan(1_000);
    for (const path of paths) {
      if (matchOperation(path) !== undefined || path.startsWith('/sgv.json')) continue;
      const { status } = await feed.request(path, { headers: { 'api-secret': SECRET_SHA1 } });
      expect([path, status]).toEqual([path, 404]);
    }
  });
});
