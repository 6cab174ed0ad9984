import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { epochMs, MINUTE_MS } from '../../src/domain/instant.ts';
import type { MgDl } from '../../src/domain/glucose.ts';
import { createFeed } from '../../src/feed/index.ts';
import { createReaderAccess } from '../../src/http-server/access/index.ts';
import { createHttpServer, printAddress } from '../../src/http-server/server.ts';
import { createSqliteJournal } from '../../src/journal/sqlite/index.ts';
import { Secret } from '../../src/platform/secret.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { inUnits, SECRET, SECRET_SHA1 } from './rows-rig.ts';

/** More than are sent at once: over 100 days of them. */
const READINGS = 30_000;
const PERIOD_MS = 5 * MINUTE_MS;

const clock = new FakeClock(1_745_081_000_000);
const { folder, dispose } = await temporaryFolder();
const journal = createSqliteJournal({ folder, clock });
const access = createReaderAccess({ secret: new Secret(SECRET), isRequired: false, clock });
const facts = {
  device: 'nightscout-dexcom-bridge',
  writes: { events: false, mbg: false, alerts: false },
  journal,
  clock,
  display: inUnits('mg/dl'),
  access,
};
const [anna, ben] = ['anna', 'ben'].map((account) => createFeed({ ...facts, account }));
const server = createHttpServer({ host: '127.0.0.1', port: 0 }, [
  { path: '/', routes: anna! },
  { path: '/accounts/anna', routes: anna! },
  { path: '/accounts/ben', routes: ben! },
]);
let base = '';

beforeAll(async () => {
  await journal.open();
  const put = (account: string, from: number, to: number) =>
    journal.ingest(account, (ledger) => {
      for (let back = from; back < to; back += 1) {
        const systemTime = epochMs(clock.now() - (back + 1) * PERIOD_MS);
        const glucoseMgdl = (40 + (back % 360)) as MgDl;
        ledger.insert({ kind: 'reading', systemTime, glucoseMgdl }, clock.now());
      }
    });
  for (let from = 0; from < READINGS; from += 5_000) await put('anna', from, from + 5_000);
  await put('ben', 0, 3);
  base = `http://${printAddress(await server.open())}`;
});
afterAll(async () => {
  await server.close();
  await journal.close();
  await dispose();
});

const rows = async (path: string) =>
  (await (await fetch(base + path)).json()) as readonly { date: number; sgv: number }[];

describe('over HTTP, from a journal on disk', () => {
  test('years of rows come whole, in order, without lying in memory', async () => {
    const answer = await fetch(`${base}/api/v1/entries.json?count=1000000&find[date][$gte]=1`);
    // Too long for a tag: it goes out as it is read.
    expect([answer.headers.get('etag'), answer.headers.get('content-length')]).toEqual([
      null,
      null,
    ]);
    const found = (await answer.json()) as { date: number; sgv: number }[];
    expect(found.length).toBe(READINGS);
    const isWhole = found.every(
      ({ date, sgv }, back) =>
        date === clock.now() - (back + 1) * PERIOD_MS && sgv === 40 + (back % 360),
    );
    expect(isWhole).toBe(true);
  });

  test('a table of as many has as many lines', async () => {
    const answer = await fetch(`${base}/api/v1/entries.csv?count=12345&find[date][$gte]=1`);
    const lines = (await answer.text()).split('\r\n');
    expect(lines).toHaveLength(12_345);
    expect(new Set(lines).size).toBe(12_345);
  });

  test('a reader that goes away midway takes nobody with it', async () => {
    await new Promise<void>((resolve, reject) => {
      const asked = request(
        `${base}/api/v1/entries.json?count=1000000&find[date][$gte]=1`,
        (answer) =>
          answer.once('data', () => {
            asked.destroy();
            resolve();
          }),
      );
      asked.on('error', reject).end();
    });
    expect(await rows('/api/v1/entries.json?count=2')).toHaveLength(2);
  });

  test('what was just recorded is in the next answer', async () => {
    const [before] = await rows('/accounts/ben/api/v1/entries/current.json');
    await clock.advance(MINUTE_MS);
    await journal.ingest('ben', (ledger) =>
      ledger.insert(
        { kind: 'reading', systemTime: clock.now(), glucoseMgdl: 222 as MgDl },
        clock.now(),
      ),
    );
    const [after] = await rows('/accounts/ben/api/v1/entries/current.json');
    expect([before?.sgv, after?.sgv]).toEqual([40, 222]);
  });

  test('each account has its own, the first one also the root', async () => {
    expect(await rows('/accounts/ben/api/v1/entries.json?count=99')).toHaveLength(4);
    const own = await rows('/accounts/anna/api/v1/entries.json?count=99');
    expect(own).toEqual(await rows('/api/v1/entries.json?count=99'));
    expect((await fetch(`${base}/accounts/carl/api/v1/entries.json`)).status).toBe(404);
  });

  test('who comes through a proxy needs the secret', async () => {
    const url = `${base}/api/v1/entries.json`;
    const forwarded = { 'x-forwarded-for': '203.0.113.7' };
    expect((await fetch(url, { headers: forwarded })).status).toBe(401);
    const known = { ...forwarded, 'api-secret': SECRET_SHA1 };
    expect((await fetch(url, { headers: known })).status).toBe(200);
  });

  test('brackets may be encoded, as many followers send them', async () => {
    const from = clock.now() - 12 * PERIOD_MS;
    const plain = `/api/v1/entries/sgv.json?count=99&find[date][$gte]=${from}.0`;
    const found = await rows(plain);
    expect(found).toHaveLength(11);
    expect(
      await rows(plain.replaceAll('[', '%5B').replaceAll(']', '%5D').replace('$', '%24')),
    ).toEqual(found);
  });
});
