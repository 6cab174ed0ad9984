import { readdir } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import {
  HISTORY_SOURCES,
  SETTING_GROUPS,
  SINKS,
  SOURCES,
  TREATMENT_SINKS,
  type AdapterTools,
} from '../../src/app/modules.ts';
import { sinkKinds } from '../../src/app/sink-kinds.ts';
import { Secret } from '../../src/platform/secret.ts';
import { createHttpClient } from '../../src/platform/http-client.ts';
import { keyedFingerprint } from '../../src/platform/fingerprint.ts';
import { seededRandom } from '../../src/platform/random.ts';
import { createUrgentWork } from '../../src/platform/urgent-work.ts';
import { createCallBudgets } from '../../src/sources/dexcom/web-api/index.ts';
import { FakeClock } from '../support/fake-clock.ts';

const SRC = join(import.meta.dirname, '../../src');

/** Folders with a door, below `src/sources` or `src/sinks`. */
async function adaptersIn(room: string): Promise<string[]> {
  const entries = await readdir(join(SRC, room), { recursive: true });
  const doors = entries.filter((entry) => entry.endsWith('index.ts')).map((door) => dirname(door));
  return doors.map((folder) => relative('.', folder)).sort();
}

const tools: AdapterTools = {
  http: () => Promise.resolve(createHttpClient('test')),
  clock: new FakeClock(),
  slot: () => ({
    read: () => Promise.resolve(undefined),
    write: () => Promise.resolve(),
    clear: () => Promise.resolve(),
    swap: () => Promise.resolve(true),
  }),
  fingerprint: keyedFingerprint('key'),
  random: seededRandom(1),
  urgent: createUrgentWork(),
  budgets: () => Promise.resolve(createCallBudgets(new FakeClock(), seededRandom(1))),
};

describe('the lists of adapters', () => {
  test('hold every folder on disk, and nothing else', async () => {
    const sources = Object.values({ ...SOURCES, ...HISTORY_SOURCES }).map(({ folder }) => folder);
    expect(sources.sort()).toEqual(
      (await adaptersIn('sources')).filter((folder) => !folder.endsWith('/wire')),
    );
    const sinks = Object.values(SINKS).map(({ folder }) => folder);
    expect(sinks.sort()).toEqual(await adaptersIn('sinks'));
  });

  test('have settings for each', () => {
    expect(Object.keys({ ...SOURCES, ...HISTORY_SOURCES, ...SINKS }).sort()).toEqual(
      Object.keys(SETTING_GROUPS).sort(),
    );
  });

  test('call each adapter as it calls itself: its slots and cursors go by that name', async () => {
    const device = 'd';
    const toleranceMs = 0;
    const value = new Secret('secret-of-a-site');
    const writes = { events: true, mbg: false, alerts: false };
    const site = {
      siteUrl: 'https://x.example.org',
      credential: { kind: 'secret', value },
      device,
      toleranceMs,
      writes,
    } as const;
    const v3Site = { ...site, token: value };
    const database = {
      uri: new Secret('mongodb://127.0.0.1/x'),
      collection: 'entries',
      treatmentsCollection: 'treatments',
      devicestatusCollection: 'devicestatus',
      device,
      toleranceMs,
      writes,
    };
    const share = { login: { by: 'name', name: 'n' }, password: value, region: 'us' } as const;
    const webApi = {
      baseUrl: 'http://127.0.0.1:9',
      environment: 'custom',
      clientId: 'id',
      clientSecret: value,
      redirectUri: 'http://localhost:17581/callback',
    } as const;
    const sinks = [
      [SINKS.restV1.name, await SINKS.restV1.create(site, tools)],
      [SINKS.restV3.name, await SINKS.restV3.create(v3Site, tools)],
      [SINKS.mongo.name, await SINKS.mongo.create(database, tools)],
      [TREATMENT_SINKS.restV1.name, await TREATMENT_SINKS.restV1.create(site, tools)],
      [TREATMENT_SINKS.restV3.name, await TREATMENT_SINKS.restV3.create(v3Site, tools)],
      [TREATMENT_SINKS.mongo.name, await TREATMENT_SINKS.mongo.create(database, tools)],
    ] as const;
    for (const [name, sink] of sinks) expect(sink.kinds).toEqual(sinkKinds(name, writes));
    const made = [
      ...sinks,
      [SOURCES.share.name, await SOURCES.share.create(share, tools)],
      [HISTORY_SOURCES.webApi.name, await HISTORY_SOURCES.webApi.create(webApi, tools)],
    ] as const;
    for (const [name, part] of made) expect(part.name).toBe(name);
  });
});
