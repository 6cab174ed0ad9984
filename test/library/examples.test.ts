import { spawn } from 'node:child_process';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { epochMs } from '../../src/domain/instant.ts';
import { systemClock } from '../../src/platform/clock.ts';
import { seededRandom } from '../../src/platform/random.ts';
import { startDexcomSimulator, type RunningDexcomSimulator } from '../../src/simulator/index.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const EXAMPLES = join(import.meta.dirname, '../../examples');
const PASSWORD = 'kennwort-9Zq+/=&ü';
const REDIRECT = 'http://localhost:17581/callback';

let dexcom: RunningDexcomSimulator;
let folder: string;
let dispose: () => Promise<void>;
let env: Readonly<Record<string, string>>;
beforeAll(async () => {
  dexcom = await startDexcomSimulator({
    clock: systemClock,
    random: seededRandom(3),
    accounts: [{ name: 'sharer', password: PASSWORD }],
    patient: { seed: 11, utcOffsetMinutes: 330 },
    webApi: {
      apps: [{ id: 'client-1', secret: 'secret-1', redirectUris: 'any' }],
      historyDays: 3,
      uploadDelayMs: 0,
    },
  });
  ({ folder, dispose } = await temporaryFolder());
  env = {
    DEXCOM_USERNAME: 'sharer',
    DEXCOM_PASSWORD: PASSWORD,
    DEXCOM_SHARE_URL: dexcom.url,
    DEXCOM_CLIENT_ID: 'client-1',
    DEXCOM_CLIENT_SECRET: 'secret-1',
    DEXCOM_REDIRECT_URI: REDIRECT,
    DEXCOM_API_URL: dexcom.url,
    TOKEN_FILE: join(folder, 'tokens.json'),
  };
});
afterAll(async () => {
  await dexcom.stop();
  await dispose();
});

interface Run {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs an example as a reader would. @param watch hears all that was printed so far, and may type a line or send a signal */
function run(
  name: string,
  change: Readonly<Record<string, string>> = {},
  watch: (printed: string, act: { type(line: string): void; interrupt(): void }) => void = () =>
    undefined,
): Promise<Run> {
  const child = spawn(process.execPath, [join(EXAMPLES, name)], {
    env: { ...env, ...change },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const act = {
    type: (line: string) => void child.stdin.write(`${line}\n`),
    interrupt: () => void child.kill('SIGINT'),
  };
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
    watch(stdout, act);
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, stdout, stderr })));
}

describe('Share', () => {
  test('share-latest prints the newest value', async () => {
    const { code, stdout, stderr } = await run('share-latest.mjs');
    expect([code, stderr]).toEqual([0, '']);
    const now = systemClock.now();
    const newest = dexcom.patient.readings(epochMs(now - 3_600_000), now, now).at(-1);
    expect(stdout).toMatch(/^\d{2,3} mg\/dL \(\d+(\.\d)? mmol\/L\) /);
    expect(stdout).toContain(`${newest?.glucoseMgdl ?? 'none'} mg/dL`);
  });

  test('share-day prints a day, oldest first, on the wearer’s clock', async () => {
    const { code, stdout } = await run('share-day.mjs');
    expect(code).toBe(0);
    const lines = stdout.trim().split('\n').slice(1);
    expect(lines.length).toBeGreaterThan(270);
    for (const line of lines) {
      expect(line).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+\+05:30,\d{2,3},\d{1,2}\.\d,[a-zA-Z]*$/);
    }
    expect([...lines].sort()).toEqual(lines);
  });

  test('share-follow prints values as they come and ends with Ctrl-C', async () => {
    const { code, stdout, stderr } = await run('share-follow.mjs', {}, (printed, act) => {
      if (/^\S+Z \d+ /m.test(printed) && !printed.includes('stopped')) act.interrupt();
    });
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^(\S+Z \d+ .*\n){2,3}stopped\n$/);
  });

  test('share-verify-login tells a good login from a bad one, which is tried once', async () => {
    expect((await run('share-verify-login.mjs')).stdout).toMatch(/^The login is good/);
    const before = dexcom.requests.records.length;
    const bad = await run('share-verify-login.mjs', { DEXCOM_PASSWORD: 'wrong' });
    expect(bad.code).toBe(1);
    expect(bad.stdout).toMatch(/^share\.login_refused: /);
    expect(dexcom.requests.records.length - before).toBe(1);
    const followed = await run('share-follow.mjs', { DEXCOM_PASSWORD: 'wrong' });
    expect(followed.code).toBe(1);
    expect(followed.stderr).toMatch(/^share\.login_refused: /);
    expect(dexcom.requests.records.length - before).toBe(2);
  });
});

test('the web-api examples get a permission, keep it for you alone, and read with it', async () => {
  const asked = await run('web-api-authorize.mjs', {}, (printed, act) => {
    const [url] = /^http\S+oauth2\/login\S+$/m.exec(printed) ?? [];
    if (url === undefined || !printed.endsWith('sent to: ')) return;
    const state = new URL(url).searchParams.get('state') ?? '';
    act.type(dexcom.webApi.authorize(REDIRECT, state));
  });
  expect([asked.code, asked.stderr]).toEqual([0, '']);
  expect(asked.stdout).toContain('Done');
  expect((await stat(join(folder, 'tokens.json'))).mode & 0o777).toBe(0o600);

  const history = await run('web-api-history.mjs');
  expect([history.code, history.stderr]).toEqual([0, '']);
  expect(history.stdout).toMatch(/^\d{3} readings, mean \d{2,3} mg\/dL\n\d+ % from 70 to 180/);

  const events = await run('web-api-events.mjs');
  expect([events.code, events.stderr]).toEqual([0, '']);
  expect(events.stdout).toMatch(/^\S+ carbs .*\d+$/m);
});

test('each example is short and takes the package as everybody does', async () => {
  const names = await readdir(EXAMPLES);
  expect(names.length).toBeGreaterThan(6);
  for (const name of names) {
    const text = await readFile(join(EXAMPLES, name), 'utf8');
    expect(text.split('\n').length).toBeLessThan(41);
    if (name !== 'file-token-store.mjs') expect(text).toContain("from 'nightscout-dexcom-bridge'");
    expect(text).not.toMatch(/from '\.\.|dist\//);
  }
});
