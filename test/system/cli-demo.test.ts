import { readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { afterEach, describe, expect, test } from '@jest/globals';
import { endAllBridges, runToEnd, startBridge } from '../support/bridge-process.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

afterEach(endAllBridges);

/** Settings of somebody else’s: a demo that used one of them would fail or tell. */
const FOREIGN = {
  DEXCOM_USERNAME: 'someone',
  DEXCOM_PASSWORD: 'x',
  DEXCOM_REGION: 'atlantis',
  NIGHTSCOUT_URL: 'not an address',
  API_SECRET: 'short',
  DATA_DIR: '/proc/nowhere',
  FEED_API_SECRET_FILE: '/nowhere',
  PORT: 'x',
};
const READING = /^\d\d:\d\d \d{2,3} mg\/dL( |$)/;

async function demoFolders(within: string): Promise<number> {
  const names = await readdir(within);
  return names.filter((name) => name.startsWith('nightscout-dexcom-bridge-')).length;
}

describe('demo', () => {
  test('prints one plain line a reading on a pipe, says where to look, and leaves nothing behind', async () => {
    const { folder, dispose } = await temporaryFolder();
    const demo = startBridge(
      ['demo', '--speed', '300'],
      // A folder of its own: other demos may run beside this one.
      { ...FOREIGN, LISTEN: '127.0.0.1:0', TMPDIR: folder },
      folder,
    );
    await demo.printed(/Health of the bridge: http/);
    await demo.printed(/(^\d\d:\d\d .*\n){38,}/m);

    const [, health = ''] = /Health of the bridge: (\S+)/.exec(demo.output()) ?? [];
    expect(await (await fetch(health)).json()).toMatchObject({ status: 'ok' });
    const [, entries = ''] = /(http\S+entries\.json)\S*/.exec(demo.output()) ?? [];
    const rows = (await (await fetch(`${entries}?count=1000`)).json()) as {
      sgv: number;
      device: string;
    }[];
    expect(rows.every(({ device }) => device.includes('simulated'))).toBe(true);

    expect(await demoFolders(folder)).toBe(1);
    const end = await demo.stop('SIGINT');
    expect(await demoFolders(folder)).toBe(0);
    await dispose();
    expect(end.code).toBe(0);
    const lines = end.stdout.split('\n').filter((line) => READING.test(line));
    expect(lines.length).toBeGreaterThanOrEqual(rows.length);
    const shown = lines.map((line) => Number(line.split(' ')[1]));
    // Newest first in Nightscout, oldest first here.
    expect(shown.slice(0, rows.length)).toEqual(rows.map(({ sgv }) => sgv).reverse());
    const printed = end.stdout.split('\n');
    const first = printed.findIndex((line) => READING.test(line));
    expect(printed[first - 1]).toMatch(/ http:\/\/127\.0\.0\.1:\d+\/$/);
    expect(end.stdout).toMatch(/SIMULATED/);
    expect(end.stdout).toMatch(/300 times as fast/);
    expect(end.stdout + end.stderr).not.toMatch(/error/i);
    expect(end.stdout + end.stderr).not.toMatch(/\u001b/);
    expect(end.stderr).toBe('');
  });

  test('ends by itself when asked to', async () => {
    const end = await runToEnd(['demo', '--for', '2'], { LISTEN: '127.0.0.1:0' }, tmpdir());
    expect(end.code).toBe(0);
    expect(end.stdout.split('\n').filter((line) => READING.test(line)).length).toBeGreaterThan(30);
  });

  test('shows itself to no other machine', async () => {
    const flag = await runToEnd(['demo', '--listen', '0.0.0.0:0'], {}, tmpdir());
    expect(flag.code).toBe(64);
    expect(flag.stderr).toContain('loopback');
    const env = await runToEnd(['demo', '--for', '2'], { LISTEN: '0.0.0.0:0' }, tmpdir());
    expect(env.code).toBe(0);
    expect(env.stdout).toContain('takes 127.0.0.1 instead');
    expect(env.stdout).toMatch(/Health of the bridge: http:\/\/127\.0\.0\.1:\d+/);
  });
});
