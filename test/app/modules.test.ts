import { readdir } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { SETTING_GROUPS, SINKS, SOURCES, type AdapterTools } from '../../src/app/modules.ts';
import { Secret } from '../../src/platform/secret.ts';
import { createHttpClient } from '../../src/platform/http-client.ts';
import { keyedFingerprint } from '../../src/platform/fingerprint.ts';
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
};

describe('the lists of adapters', () => {
  test('hold every folder on disk, and nothing else', async () => {
    expect(Object.values(SOURCES).map(({ folder }) => folder)).toEqual(await adaptersIn('sources'));
    const sinks = Object.values(SINKS).map(({ folder }) => folder);
    expect(sinks.sort()).toEqual(await adaptersIn('sinks'));
  });

  test('have settings for each', () => {
    expect(Object.keys({ ...SOURCES, ...SINKS }).sort()).toEqual(
      Object.keys(SETTING_GROUPS).sort(),
    );
  });

  test('call each adapter as it calls itself: its slots and cursors go by that name', async () => {
    const device = 'd';
    const toleranceMs = 0;
    const value = new Secret('secret-of-a-site');
    const made = [
      [
        SOURCES.share.name,
        await SOURCES.share.create(
          { login: { by: 'name', name: 'n' }, password: value, region: 'us' },
          tools,
        ),
      ],
      [
        SINKS.restV1.name,
        await SINKS.restV1.create(
          {
            siteUrl: 'https://x.example.org',
            credential: { kind: 'secret', value },
            device,
            toleranceMs,
          },
          tools,
        ),
      ],
      [
        SINKS.mongo.name,
        await SINKS.mongo.create(
          { uri: new Secret('mongodb://127.0.0.1/x'), collection: 'entries', device, toleranceMs },
          tools,
        ),
      ],
    ] as const;
    for (const [name, part] of made) expect(part.name).toBe(name);
  });
});
