import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { createReadingsSource } from '../../src/status-page/client/readings-source.ts';
import type { PageReading, PageState } from '../../src/status-page/page-state.ts';
import { packSeries } from '../../src/status-page/view/series.ts';
import { epochMs } from '../../src/domain/instant.ts';
import { MINUTE, NOW, stateOf } from '../status-page/view-rig.ts';

const HOUR = 60 * MINUTE;
const PERIOD = 5 * MINUTE;

/** What the bridge answers from: a reading every five minutes, without a gap. */
let server: Server;
let root: string;
let asked: string[];
let now: number;

beforeEach(async () => {
  [asked, now] = [[], NOW];
  server = createServer(({ url = '' }, answer) => {
    asked.push(url);
    const hours = Number(/hours=(\d+)/.exec(url)?.[1]);
    answer.end(JSON.stringify(packSeries(course(hours * HOUR))));
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  root = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

function course(spanMs: number): PageReading[] {
  const readings: PageReading[] = [];
  for (let ms = now - spanMs; ms <= now; ms += PERIOD) {
    readings.push({ at: epochMs(ms), glucoseMgdl: 120, source: 'share' });
  }
  return readings;
}

function state(): PageState {
  return stateOf(course(3 * HOUR), { now: epochMs(now) });
}

function longestStep(readings: readonly PageReading[]): number {
  return Math.max(...readings.slice(1).map((one, index) => one.at - readings[index]!.at));
}

type Source = ReturnType<typeof createReadingsSource>;

/** Wants a day and waits for it, as long as it is not there. */
async function fetchDay(source: Source): Promise<void> {
  await new Promise<void>((resolve) => source.want(state(), 24, resolve));
}

test('a page that is open for long has no hole between what it fetched and what it was told', async () => {
  const source = createReadingsSource(root);
  await fetchDay(source);
  const end = now + 12 * HOUR;
  for (; now < end; now += PERIOD) {
    source.want(state(), 24, () => undefined);
    // Long enough for an answer of a server of our own.
    if (now % HOUR < PERIOD) await new Promise((resolve) => setTimeout(resolve, 50));
    expect(source.isWhole(state(), 24)).toBe(true);
    expect(longestStep(source.of(state(), 24))).toBe(PERIOD);
  }
  // Not once a reading: a fortnight is much for a phone.
  expect(asked.length).toBeGreaterThan(4);
  expect(asked.length).toBeLessThan(9);
});

test('what was slept through is not taken for a gap: it is said to be unknown, and fetched', async () => {
  const source = createReadingsSource(root);
  expect(source.isWhole(state(), 24)).toBe(false);
  expect(source.isWhole(state(), 3)).toBe(true);
  await fetchDay(source);
  expect(source.isWhole(state(), 24)).toBe(true);
  now += 8 * HOUR;
  expect(source.isWhole(state(), 24)).toBe(false);
  await fetchDay(source);
  expect(source.isWhole(state(), 24)).toBe(true);
  expect(longestStep(source.of(state(), 24))).toBe(PERIOD);
});

test('after a silence of the bridge it is asked again, and what is held is shown until then', async () => {
  const source = createReadingsSource(root);
  await fetchDay(source);
  source.want(state(), 24, () => undefined);
  expect(asked).toHaveLength(1);
  source.renew();
  expect(source.isWhole(state(), 24)).toBe(true);
  expect(longestStep(source.of(state(), 24))).toBe(PERIOD);
  await fetchDay(source);
  expect(asked).toHaveLength(2);
});
