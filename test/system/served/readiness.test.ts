import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { HOUR_MS, epochMs } from '../../../src/domain/instant.ts';
import type { ReadyReason } from '../../../src/http-server/ready-reason.ts';
import { parseExposition, type Sample } from '../../support/parse-exposition.ts';
import {
  bridgeWorld,
  WORLD_API_SECRET,
  WORLD_PASSWORD,
  type BridgeWorld,
} from '../../support/process/bridge-world.ts';
import type { BridgeProcess } from '../../support/process/bridge-process.ts';

const SPEED = 240;
const PREFIX = 'nightscout_dexcom_bridge_';
const ANY_PORT = { LISTEN: '127.0.0.1:0' };

let world: BridgeWorld;
let url: string;

beforeEach(async () => {
  world = await bridgeWorld({
    speed: SPEED,
    patient: { notBefore: epochMs(Date.now() - HOUR_MS), appearanceDelay: 15_000 },
  });
});

afterEach(async () => world.stop());

async function start(env: Readonly<Record<string, string>> = {}): Promise<BridgeProcess> {
  const bridge = world.start({ env: { ...ANY_PORT, FAST_TIMEOUTS: '60', ...env } });
  const { address } = await bridge.fact(({ event }) => event === 'bridge.listening');
  url = String(address);
  return bridge;
}

/** Asks until the answer is as wished, for half a minute at most. */
async function readyWhen(
  isWished: (status: number, reasons: readonly ReadyReason[]) => boolean,
): Promise<readonly ReadyReason[]> {
  let last: unknown;
  const end = Date.now() + 30_000;
  while (Date.now() < end) {
    const answer = await fetch(`${url}/readyz`);
    const said = (await answer.json()) as { reasons: readonly ReadyReason[] };
    if (isWished(answer.status, said.reasons)) return said.reasons;
    last = said;
    await wait(50);
  }
  throw new Error(`never as wished, but ${JSON.stringify(last)}`);
}

const isReady = (status: number): boolean => status === 200;
const hasState =
  (part: string, state: string) =>
  (status: number, reasons: readonly ReadyReason[]): boolean =>
    status === 503 && reasons.some((one) => one.part === part && one.state === state);

interface Scrape {
  readonly page: string;
  /** Over all series of that name which have these labels. */
  readonly sum: (name: string, only?: object) => number;
}

async function scrape(): Promise<Scrape> {
  const page = await (await fetch(`${url}/metrics`)).text();
  const samples = parseExposition(page).flatMap((family) => family.samples);
  const isMeant = (sample: Sample, name: string, only: object) =>
    sample.name === `${PREFIX}${name}` &&
    Object.entries(only).every(([label, value]) => sample.labels[label] === value);
  return {
    page,
    sum: (name, only = {}) =>
      samples
        .filter((sample) => isMeant(sample, name, only))
        .reduce((sum, { value }) => sum + value, 0),
  };
}

/** A record is in the journal a moment before it is told, and counting the journal is not done at each look. */
async function scrapeWhenCountsAgree(): Promise<Scrape> {
  const end = Date.now() + 40_000;
  while (Date.now() < end) {
    const scraped = await scrape();
    const told = scraped.sum('source_records_total', { outcome: 'recorded' });
    if (told === scraped.sum('journal_records')) return scraped;
    await wait(50);
  }
  throw new Error('what was counted is not what the journal holds');
}

describe('a bridge that is watched', () => {
  test('is unready while its site or Dexcom is away, and says so in figures', async () => {
    const bridge = await start();
    await readyWhen(isReady);
    await world.site.down();
    const [stuck] = await readyWhen(hasState('sink nightscout', 'stuck'));
    expect(stuck).toMatchObject({ account: 'default', code: 'http.unreachable' });
    expect(stuck?.forSeconds).toBeGreaterThanOrEqual(900);
    const during = await scrape();
    expect(during.sum('sink_pending_records')).toBeGreaterThan(0);
    expect(during.sum('sink_pending_since_timestamp_seconds')).toBeGreaterThan(1e9);
    expect(during.sum('sink_failures_total', { kind: 'transient' })).toBeGreaterThan(0);
    expect(during.sum('part_state', { side: 'sink', state: 'failing' })).toBe(1);
    expect(during.sum('calls_total', { code: 'http.unreachable' })).toBeGreaterThan(0);

    await world.site.up();
    await readyWhen(isReady);
    const awayAt = world.clock.now();
    world.share.control.setFault({ kind: 'status', status: 502 });
    const [failing] = await readyWhen(hasState('source share', 'failing'));
    expect(failing).toMatchObject({ account: 'default', code: 'share.unavailable' });
    world.share.control.clearFaults();
    await readyWhen(isReady);

    const { page, sum } = await scrapeWhenCountsAgree();
    expect(sum('journal_records')).toBeGreaterThan(12);
    expect(sum('calls_total', { service: 'share', code: '502' })).toBeGreaterThan(0);
    expect(sum('source_lag_seconds_count')).toBeGreaterThan(0);
    expect(sum('sink_lag_seconds_count')).toBeGreaterThan(0);
    expect(sum('newest_reading_timestamp_seconds')).toBeGreaterThan(awayAt / 1_000);
    for (const secret of [WORLD_PASSWORD, WORLD_API_SECRET, 'anna', '127.0.0.1', 'mg/dL']) {
      expect(page).not.toContain(secret);
    }
    expect(await bridge.stop()).toBe(0);
  });

  test('is unready while it is latched, and tells the command that helps', async () => {
    const bridge = await start({ DEXCOM_PASSWORD: 'a-wrong-pass-word' });
    const reasons = await readyWhen(hasState('source share', 'latched'));
    expect(reasons).toMatchObject([{ code: 'share.login_refused' }]);
    expect(reasons[0]?.remedy).toContain('nightscout-dexcom-bridge unlock source');
    const { page, sum } = await scrape();
    expect(sum('part_latched')).toBe(1);
    expect(sum('source_polls_total', { outcome: 'latched' })).toBe(1);
    expect(page).not.toContain('a-wrong-pass-word');
    expect(await bridge.stop()).toBe(0);
  });
});
