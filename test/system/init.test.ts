import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startReceiver, type Receiver } from '../notify/receiver.ts';
import { KEY, startInTerminal, type TerminalProcess } from '../support/pseudo-terminal.ts';
import { runToEnd } from '../support/bridge-process.ts';
import {
  API_SECRET,
  PASSWORD,
  startWorld,
  type SimulatedWorld,
} from '../support/simulated-world.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const { enter, down, ctrlC, ctrlD } = KEY;

let world: SimulatedWorld;
let folder: string;
let dispose: () => Promise<void>;
let terminal: TerminalProcess | undefined;

beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.dispose());
beforeEach(async () => {
  ({ folder, dispose } = await temporaryFolder());
  world.share.requests.clear();
});
afterEach(async () => {
  terminal?.child.kill('SIGKILL');
  await terminal?.ended;
  terminal = undefined;
  await dispose();
});

/** Where the simulated Dexcom is; everything else is asked. */
const share = () => ({ DEXCOM_SHARE_URL: world.share.url });
const ask = (args: readonly string[] = [], env: Readonly<Record<string, string>> = share()) =>
  (terminal = startInTerminal(['init', ...args], env, folder));
const file = () => readFile(join(folder, 'config', 'bridge.yaml'), 'utf8');
const listing = async () => (await readdir(folder, { recursive: true })).sort();

/** Answers the questions about Dexcom. */
async function answerDexcom(init: TerminalProcess, password = PASSWORD): Promise<void> {
  await init.answer(/Where was the Dexcom account/, down, down, enter);
  await init.answer(/User name/, 'sharer', enter);
  await init.answer(/Password/, password, enter);
}

describe('init in a terminal', () => {
  test('asks, tries, and writes what a run then works with; no secret is ever shown', async () => {
    const init = ask();
    await answerDexcom(init);
    await init.answer(/login accepted/);
    await init.answer(/newest reading \d+ mg\/dL/);
    await init.answer(/Where shall the readings go/, enter);
    await init.answer(/Address of the Nightscout site/, world.nightscout.url, enter);
    await init.answer(/How may the bridge write/, enter);
    await init.answer(/The API_SECRET/, API_SECRET, enter);
    await init.answer(/Shall other devices/, enter);
    await init.answer(/Send a notice when/, enter);
    await init.answer(/Written: config\/bridge\.yaml/);
    await init.answer(/Next: nightscout-dexcom-bridge run/);
    expect(await init.ended).toBe(0);
    for (const secret of [PASSWORD, API_SECRET]) expect(init.shown()).not.toContain(secret);
    expect(world.logins()).toBe(2);
    expect(await listing()).toEqual(['config', 'config/bridge.yaml']);
    expect((await stat(join(folder, 'config', 'bridge.yaml'))).mode & 0o777).toBe(0o600);

    const run = await runToEnd(['run', '--once'], { LISTEN: '127.0.0.1:0' }, folder);
    expect(run).toMatchObject({ code: 0 });
    expect(run.stderr).toContain('Delivered');
  });

  test('a refused login is tried once, and once more when it was corrected', async () => {
    const init = ask();
    await answerDexcom(init, 'not-the-one');
    await init.answer(/Dexcom refused the login/);
    // Logging in by the same words again is not among the choices.
    await init.answer(/What now\?/, enter);
    const refused = world.logins();
    expect(init.shown()).not.toContain('Try the same again');
    await init.answer(/Where was the Dexcom account/, enter);
    await init.answer(/User name/, enter);
    await init.answer(/Password \(Enter alone keeps/, enter);
    await init.answer(/not tried again/);
    expect(world.logins()).toBe(refused);
    await init.answer(/What now\?/, enter);
    await init.answer(/Where was the Dexcom account/, enter);
    await init.answer(/User name/, enter);
    await init.answer(/Password/, PASSWORD, enter);
    await init.answer(/login accepted/);
    await init.answer(/Where shall the readings go/, down, down, enter);
    await init.answer(/Shall other devices/, enter);
    await init.answer(/Send a notice when/, enter);
    expect(await init.ended).toBe(0);
    expect(await file()).toContain(`password: ${JSON.stringify(PASSWORD)}`);
    expect(init.shown()).not.toContain('not-the-one');
  });

  test('one that is kept as it is reaches Dexcom no second time, not even by a run', async () => {
    const init = ask();
    await answerDexcom(init, 'not-the-one');
    await init.answer(/What now\?/, down, enter);
    await init.answer(/Where shall the readings go/, down, down, enter);
    await init.answer(/Shall other devices/, enter);
    await init.answer(/Send a notice when/, enter);
    expect(await init.ended).toBe(0);
    const logins = world.logins();
    const run = await runToEnd(['run', '--once'], { LISTEN: '127.0.0.1:0' }, folder);
    expect(run.code).toBe(77);
    expect(world.logins()).toBe(logins);
  });

  test('other devices, and a notice that is tried', async () => {
    const receiver: Receiver = await startReceiver();
    try {
      const init = ask();
      await answerDexcom(init);
      await init.answer(/Where shall the readings go/, down, down, enter);
      await init.answer(/Shall other devices/, 'y');
      await init.answer(/Where to listen/, enter);
      await init.answer(/Secret that they have to show/, enter);
      await init.answer(/Made\. It will stand in the file/);
      await init.answer(/Send a notice when/, down, down, down, down, enter);
      await init.answer(/Address of the webhook/, `${receiver.url}/hook-x7Kq`, enter);
      await init.answer(/Send a test now/, enter);
      await init.answer(/a test was sent/);
      expect(await init.ended).toBe(0);
      expect(receiver.received).toHaveLength(1);
      const text = await file();
      expect(text).toContain('listen: "*:17580"');
      expect(text).toMatch(/feedApiSecret: "[\w-]{20}"/);
      expect(text).toContain(`url: "${receiver.url}/hook-x7Kq"`);
      expect(init.shown()).not.toContain('hook-x7Kq');
      expect(init.shown()).not.toContain('Warning');
      expect(init.shown()).not.toContain(/feedApiSecret: "([\w-]{20})"/.exec(text)?.[1]);
    } finally {
      await receiver.close();
    }
  });

  test.each(['Where was the Dexcom account', 'Password', 'Where shall the readings go'])(
    'Ctrl-C at “%s” leaves nothing behind',
    async (question) => {
      const init = ask();
      if (question !== 'Where was the Dexcom account') {
        await init.answer(/Where was the Dexcom account/, enter);
        await init.answer(/User name/, 'sharer', enter);
        if (question !== 'Password') await init.answer(/Password/, PASSWORD, enter);
      }
      await init.answer(new RegExp(question), ctrlC);
      await init.answer(/Nothing was written/);
      expect(await init.ended).toBe(130);
      expect(await listing()).toEqual([]);
    },
  );

  test.each(['Where was the Dexcom account', 'User name'])(
    'Ctrl-D at “%s” ends it in words, too',
    async (question) => {
      const init = ask();
      if (question === 'User name') await init.answer(/Where was the Dexcom account/, enter);
      await init.answer(new RegExp(question), ctrlD);
      await init.answer(/Nothing was written/);
      expect(await init.ended).toBe(130);
      expect(await listing()).toEqual([]);
    },
  );

  test('what is typed while Dexcom is asked is not shown, and Ctrl-C ends it then too', async () => {
    const silent = createServer(() => undefined);
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    try {
      const { port } = silent.address() as AddressInfo;
      const init = ask([], { DEXCOM_SHARE_URL: `http://127.0.0.1:${port}` });
      await answerDexcom(init);
      await init.answer(/Logging in to Dexcom/, 'typed-ahead', enter, ctrlC);
      await init.answer(/Nothing was written/);
      expect(await init.ended).toBe(130);
      expect(init.shown()).not.toContain('typed-ahead');
      expect(await listing()).toEqual([]);
    } finally {
      silent.closeAllConnections();
      await new Promise((resolve) => silent.close(resolve));
    }
  });

  test('a file that is there is replaced only when the person says so', async () => {
    await writeFile(join(folder, 'mine.yaml'), 'listen: 127.0.0.1:1\n');
    const init = ask(['--config', 'mine.yaml']);
    await init.answer(/There is a mine\.yaml already\. Replace it\?/, enter);
    await init.answer(/was left alone/);
    expect(await init.ended).toBe(0);
    expect(await readFile(join(folder, 'mine.yaml'), 'utf8')).toBe('listen: 127.0.0.1:1\n');
  });

  test('what is given is not asked', async () => {
    const init = ask([], { ...world.env });
    await init.answer(/Taken as given: .*DEXCOM_USERNAME/);
    await init.answer(/Where was the Dexcom account/, enter);
    await init.answer(/login accepted/);
    await init.answer(/Send a notice when/, enter);
    expect(await init.ended).toBe(0);
    expect(init.shown()).not.toMatch(/Password|Where shall the readings go|Shall other devices/);
    expect(await file()).toContain('apiSecret: ');
  });
});

describe('init without a terminal', () => {
  const run = (args: readonly string[], env: Readonly<Record<string, string>> = {}) =>
    runToEnd(['init', ...args], env, folder);

  test('names what is missing, with 64, and writes nothing', async () => {
    const end = await run([], { DEXCOM_USERNAME: 'sharer' });
    expect(end.code).toBe(64);
    expect(end.stderr).toContain('DEXCOM_PASSWORD: is missing');
    expect(await listing()).toEqual([]);
  });

  test('names what is wrong, with 78', async () => {
    const end = await run(['--yes'], { ...world.env, DEXCOM_REGION: 'mars' });
    expect(end).toMatchObject({ code: 78, stdout: '' });
    expect(end.stderr).toContain('DEXCOM_REGION');
    expect(await listing()).toEqual([]);
  });

  test('writes what flags and environment say, when it works', async () => {
    await writeFile(join(folder, 'secret'), `${PASSWORD}\n`);
    const { DEXCOM_PASSWORD: _password, ...env } = world.env;
    const args = ['--yes', '--dexcom-region', 'ous', '--dexcom-password-file', 'secret'];
    const end = await run(args, env);
    expect(end).toMatchObject({ code: 0, stderr: '' });
    expect(end.stdout).toMatch(
      /login accepted[\s\S]*All is well\.[\s\S]*Written: config\/bridge\.yaml/,
    );
    const text = await file();
    expect(text).toContain('region: "ous"');
    expect(text).toContain(`passwordFile: "${join(folder, 'secret')}"`);
    expect(text).not.toContain(PASSWORD);
    const config = await runToEnd(['config'], {}, folder);
    expect(config.code).toBe(0);

    const again = await run(args, env);
    expect(again.code).toBe(64);
    expect(again.stderr).toContain('exists already and was left alone');
    expect((await run([...args, '--force'], env)).code).toBe(0);
  });

  test('writes nothing when a login is refused, unless told not to try', async () => {
    const env = { ...world.env, DEXCOM_PASSWORD: 'not-the-one' };
    const end = await run(['--yes'], env);
    expect(end.code).toBe(77);
    expect(end.stdout).toContain('was not written');
    expect(await listing()).toEqual([]);
    // One that a daemon was refused here before is not even tried.
    const before = await runToEnd(['run', '--once'], env, folder);
    expect(before.code).toBe(77);
    world.share.requests.clear();
    expect(await run(['--yes'], env)).toMatchObject({
      code: 77,
      stdout: expect.stringContaining('not tried again'),
    });
    expect((await run(['--yes', '--skip-check'], env)).code).toBe(0);
    expect(world.logins()).toBe(0);
    expect(await file()).toContain('not-the-one');
  });
});
