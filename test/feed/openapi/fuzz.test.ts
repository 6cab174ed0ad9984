import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { epochMs } from '../../../src/domain/instant.ts';
import { createFeed } from '../../../src/feed/index.ts';
import { createReaderAccess } from '../../../src/http-server/access/index.ts';
import { createHttpServer } from '../../../src/http-server/server.ts';
import { createSqliteJournal } from '../../../src/journal/sqlite/index.ts';
import { Secret } from '../../../src/platform/secret.ts';
import { ACCOUNT, DEVICE, fillJournal, seedRecords } from '../differential/seed.ts';
import { inUnits, SECRET, SECRET_SHA1 } from '../rows-rig.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { anyRequest, type Known } from './any-request.ts';
import { operations, type DescribedOperation } from './described-operations.ts';
import { faultsBySchema, faultsOf } from './judge-answer.ts';
import { createRawClient, type RawAnswer } from './raw-client.ts';

const now = epochMs(Date.UTC(2026, 10, 21, 12));
/** Stands still, and lets nobody wait: wrong secrets are many here. */
const clock = { now: () => now, sleep: async () => undefined };
const { folder, dispose } = await temporaryFolder();
const journal = createSqliteJournal({ folder, clock });
const feed = createFeed({
  account: ACCOUNT,
  device: DEVICE,
  writes: { events: true, mbg: true, alerts: true },
  journal,
  clock,
  display: inUnits('mmol'),
  access: createReaderAccess({ secret: new Secret(SECRET), isRequired: true, clock }),
});
const server = createHttpServer({ host: '127.0.0.1', port: 0 }, [{ path: '/', routes: feed }]);
let client: ReturnType<typeof createRawClient>;
let known: Known;

const right = { 'api-secret': SECRET_SHA1 };

beforeAll(async () => {
  await journal.open();
  await fillJournal(journal, seedRecords(now));
  client = createRawClient((await server.open()).port);
  const list = async (path: string) => JSON.parse((await client.ask(path, right)).body) as unknown;
  const entries = (await list('/api/v1/entries.json?count=100')) as { _id: string }[];
  const { result } = (await list('/api/v3/entries')) as { result: { identifier: string }[] };
  known = {
    now,
    ids: entries.map(({ _id }) => _id),
    identifiers: result.map(({ identifier }) => identifier),
    secret: SECRET,
  };
});
afterAll(async () => {
  client.close();
  await server.close();
  await journal.close();
  await dispose();
});

const isOpen = ({ security }: DescribedOperation) => security.length === 0;
const tellsOfCredentials = ({ path }: DescribedOperation) => path.includes('/verifyauth');
/** Below v2 the same is answered as below v1. */
const runsOf = ({ path }: DescribedOperation, most: number) =>
  path.startsWith('/api/v2/') && !path.includes('properties') ? Math.ceil(most / 5) : most;

/** What is wrong with an answer, for the message of a failure. */
function judged(target: string, answer: RawAnswer) {
  return { target, status: answer.status, faults: faultsOf(target, answer) };
}

test('answers a request that is too long as is described, however long it is', async () => {
  for (const [length, status] of [
    [8500, 414],
    [20_000, 431],
  ] as const) {
    const target = `/pebble?x=${'a'.repeat(length)}`;
    const answer = await client.ask(target, right);
    expect([answer.status, faultsOf(target, answer)]).toEqual([status, []]);
  }
});

describe.each(operations.map((operation) => [operation.path, operation] as const))(
  '%s',
  (_, operation) => {
    test('answers what is described, whatever is asked with the secret in whatever place', async () => {
      const shown = fc.constantFrom(
        { headers: right, query: '' },
        { headers: { 'api-secret': SECRET_SHA1.toUpperCase() }, query: '' },
        { headers: { authorization: `Bearer ${SECRET}` }, query: '' },
        { headers: {}, query: `token=${SECRET_SHA1}` },
        { headers: {}, query: `secret=${SECRET_SHA1}` },
      );
      const asked = fc.oneof(anyRequest(operation, 'valid', known), anyRequest(operation, 'any', known)); // prettier-ignore
      await fc.assert(
        fc.asyncProperty(asked, shown, async ({ target, headers }, credential) => {
          const joint = target.includes('?') ? '&' : '?';
          const whole = credential.query === '' ? target : `${target}${joint}${credential.query}`;
          const answer = await client.ask(whole, { ...headers, ...credential.headers });
          expect(answer.status).toBeLessThan(500);
          expect(judged(whole, answer)).toEqual({ target: whole, status: answer.status, faults: [] }); // prettier-ignore
        }),
        { numRuns: runsOf(operation, 25) },
      );
    });

    test('answers whoever asks as is described', async () => {
      await fc.assert(
        fc.asyncProperty(anyRequest(operation, 'valid', known), async ({ target, headers }) => {
          const answer = await client.ask(target, { ...headers, ...right });
          expect([target, [200, 302, 304]]).toEqual([target, expect.arrayContaining([answer.status])]); // prettier-ignore
          const head = await client.ask(target, { ...headers, ...right }, 'HEAD');
          expect([head.status, head.type, head.body]).toEqual([answer.status, answer.type, '']);
        }),
        { numRuns: runsOf(operation, 5) },
      );
    });

    test('shows nothing to whoever has no secret, or a wrong one', async () => {
      const wrong = fc.constantFrom<Record<string, string>>(
        {},
        { 'api-secret': SECRET },
        { 'api-secret': 'f'.repeat(40) },
        { authorization: 'Bearer eyJhbGciOiJub25lIn0.eyJleHAiOjk5OTk5OTk5OTl9.' },
        { 'api-secret': SECRET_SHA1, authorization: 'Bearer wrong' },
      );
      await fc.assert(
        fc.asyncProperty(anyRequest(operation, 'any', known), wrong, async (asked, credential) => {
          const { target } = asked;
          const answer = await client.ask(target, { ...asked.headers, ...credential });
          expect(judged(target, answer)).toEqual({ target, status: answer.status, faults: [] });
          if (isOpen(operation) || tellsOfCredentials(operation)) return;
          expect([target, answer.status]).toEqual([target, answer.status === 414 ? 414 : 401]);
          expect(answer.body).not.toMatch(/sgv|mgdl|"carbs"/);
        }),
        { numRuns: runsOf(operation, 8) },
      );
    });

    test('cannot be written', async () => {
      const [{ target } = { target: '' }] = fc.sample(anyRequest(operation, 'valid', known), 1);
      for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
        const refused = await client.ask(target, {}, method);
        const taken = await client.ask(target, right, method);
        expect([target, method, refused.status, taken.status]).toEqual([target, method, 401, 405]);
        expect(taken.headers['allow']).toBe('GET, HEAD, OPTIONS');
        for (const answer of [refused, taken]) {
          expect(faultsBySchema({ $ref: '#/components/schemas/Fault' }, answer.body)).toEqual([]);
        }
      }
    });
  },
);
