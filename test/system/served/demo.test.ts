import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { DAY_MS } from '../../../src/domain/instant.ts';
import { startBridge, type BridgeProcess } from '../../support/process/bridge-process.ts';
import { readJson, type FeedRow } from '../../support/served/reader.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const NOTE_CONNECTIONS = join(import.meta.dirname, '../../support/process/note-connections.mjs');

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let demo: BridgeProcess;
beforeEach(async () => {
  folder = await temporaryFolder();
});
afterEach(async () => {
  if (!demo.over) await demo.kill();
  await folder.dispose();
});

test('a demo shows a simulated day on its page and its feed, says so everywhere, and calls nobody else', async () => {
  const CONNECTIONS = join(folder.folder, 'connections.txt');
  demo = startBridge({
    args: ['demo'],
    env: { CONNECTIONS, DATA_DIR: join(folder.folder, 'data'), LOG_LEVEL: 'warn' },
    preload: [NOTE_CONNECTIONS],
  });
  const opening = await demo.printed(/^Open this page, with a day of simulated glucose: .*\/$/m);
  const base = opening.replace(/.* (http:\S+)\/$/, '$1');
  expect(base).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  const feed = await demo.printed(/^The feed for watches and apps: .*$/m);
  expect(feed).toContain(`${base}/api/v1/entries.json?count=`);
  // The readings of the day follow the addresses.
  await demo.printed(/^\d\d:\d\d \d{2,3} mg\/dL/m);

  const rows = await readJson<FeedRow[]>(`${base}/api/v1/entries.json?count=10000`);
  expect(rows.length).toBeGreaterThanOrEqual(280);
  const dates = rows.map(({ date }) => Number(date));
  expect(new Set(dates).size).toBe(rows.length);
  expect(dates[0]! - dates.at(-1)!).toBeGreaterThan(0.97 * DAY_MS);
  expect(dates[0]).toBeLessThanOrEqual(Date.now());
  expect(new Set(rows.map(({ device }) => device))).toEqual(
    new Set(['nightscout-dexcom-bridge demo (simulated)']),
  );
  const [newest] = rows;

  const page = await (await fetch(`${base}/`)).text();
  expect(page).toContain('SIMULATED DATA');
  expect(page).toMatch(new RegExp(`class="figure"[^>]*>${String(newest?.['sgv'])}<`));
  const pebble = await readJson<{ bgs: FeedRow[] }>(`${base}/pebble`);
  expect(pebble.bgs[0]).toMatchObject({ sgv: String(newest?.['sgv']), datetime: newest?.['date'] });
  expect(await readJson<object>(`${base}/readyz`)).toMatchObject({ status: 'ready' });
  expect((await fetch(`${base}/metrics`)).status).toBe(200);

  expect(await demo.stop()).toBe(0);
  const called = (await readFile(CONNECTIONS, 'utf8')).trim().split('\n');
  expect(new Set(called)).toEqual(new Set(['127.0.0.1']));
  expect(demo.output()).not.toMatch(/error/i);
});
