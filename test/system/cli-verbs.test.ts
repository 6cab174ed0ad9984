import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { endAllBridges, runToEnd } from '../support/bridge-process.ts';
import { startWorld, type SimulatedWorld } from '../support/simulated-world.ts';

let world: SimulatedWorld;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.dispose());
afterEach(endAllBridges);

const run = (args: readonly string[], env: Readonly<Record<string, string>> = {}) =>
  runToEnd(args, { ...world.env, ...env }, world.folder);

describe('the command line', () => {
  test('names every verb, and each has an example', async () => {
    const help = await run(['--help']);
    expect(help.code).toBe(0);
    const verbs = ['run', 'demo', 'check', 'status', 'unlock', 'export', 'simulate', 'config'];
    for (const verb of verbs) expect(help.stdout).toContain(`nightscout-dexcom-bridge ${verb}`);
    for (const verb of ['unlock', 'export']) {
      const own = await run([verb, '--help']);
      expect(own).toMatchObject({ code: 0, stderr: '' });
      expect(own.stdout).toMatch(/Examples:\n +nightscout-dexcom-bridge/);
    }
  });

  test.each([
    [['statsu'], 'Did you mean "status"?'],
    [['run', '--onse'], 'Did you mean "once"?'],
    [['check', '--dexcom-regoin', 'us'], 'Did you mean "dexcom-region"?'],
    [['run', 'twice'], '“twice”'],
    [['export', '--format', 'xml'], 'xml'],
    [['export', '--json', '--format', 'csv'], 'contradict'],
    [['status', '--json', '--json'], '--json is given more than once'],
    [['run', '--data-dir', 'a', '--data-dir', 'b'], '--data-dir is given more than once'],
    [['check', '--dexcom-password', 'a', '--dexcom-password', 'b'], 'given more than once'],
    [['export', '--from', '2026-13-01'], '--from “2026-13-01” is no date'],
    [['export', '--from', '2026-11-21T03:00'], 'with a zone'],
    [['export', '--from', '2026-11-02', '--to', '2026-11-02'], '--from must lie before --to'],
    [['export', '--account', 'nobody'], 'there is default'],
    [['unlock', 'nobody'], 'nobody'],
    [['demo', '--speed', '0'], '--speed is a number'],
    [['simulate', '--port', '1.5'], '--port is a whole number'],
  ])('%j ends with 64 and says why', async (args, said) => {
    const end = await run(args);
    expect(end.stderr).toContain(said);
    expect(end.stderr).not.toContain('is missing');
    expect(end).toMatchObject({ code: 64, stdout: '' });
  });

  test('every wrong setting is told at once, with 78', async () => {
    const wrong = { DEXCOM_REGION: 'mars', LISTEN: 'nowhere', LOG_LEVEL: 'loud' };
    for (const args of [['run'], ['config'], ['check']]) {
      const end = await run(args, wrong);
      expect(end.code).toBe(78);
      for (const name of Object.keys(wrong)) expect(end.stdout + end.stderr).toContain(name);
    }
  });

  test('status and unlock work before anything was recorded, and make nothing', async () => {
    const env = { DATA_DIR: 'not-yet' };
    const status = await run(['status'], env);
    expect(status.code).toBe(0);
    expect(status.stdout).toContain('nothing has been recorded yet');
    expect((await run(['unlock'], env)).code).toBe(0);
    const empty = await run(['export'], env);
    expect(empty).toMatchObject({ code: 0, stdout: '[]\n' });
    const again = await run(['status', '--json'], env);
    expect(JSON.parse(again.stdout)).toMatchObject({ journal: 'absent' });
  });

  test('what needs the data folder only works in a shell without the settings of the daemon', async () => {
    const dataDir = { DATA_DIR: `${world.folder}/bare` };
    const bare = (args: readonly string[], env: Readonly<Record<string, string>> = {}) =>
      runToEnd(args, { ...dataDir, ...env }, world.folder);
    const config = await bare(['config']);
    expect(config.code).toBe(0);
    expect(config.stdout).toMatch(/^DATA_DIR +\S+bare +environment DATA_DIR$/m);
    expect(config.stderr).toMatch(/^note: .*no source of readings/m);
    for (const verb of ['run', 'check']) expect((await bare([verb])).code).toBe(78);
    for (const verb of ['status', 'export', 'unlock']) {
      expect(await bare([verb])).toMatchObject({ code: 0, stderr: '' });
    }

    // A latch that a run with all its settings closes can be seen and opened without them.
    const wrong = await run(['run', '--once'], { ...dataDir, DEXCOM_PASSWORD: 'not-the-one' });
    expect(wrong.code).toBe(77);
    world.share.requests.clear();
    const status = await bare(['status']);
    expect(status.stdout).toMatch(/source +share +latched/);
    expect(JSON.parse((await bare(['export', '--account', 'default'])).stdout)).toEqual([]);
    const opened = await bare(['unlock', 'source'], { DEXCOM_PASSWORD_FILE: '/not/for/us' });
    expect(opened.stdout).toContain('Opened: account default, source share');
  });

  test('config shows what could be read, then tells what could not', async () => {
    const end = await run(['config', '--json'], { DEXCOM_REGION: 'mars', LISTEN: 'nowhere' });
    expect(end.code).toBe(78);
    const { settings } = JSON.parse(end.stdout) as { settings: readonly { name: string }[] };
    expect(settings).toContainEqual({
      name: 'DEXCOM_REGION',
      value: 'mars',
      origin: 'environment DEXCOM_REGION',
    });
    expect(settings).toContainEqual({
      name: 'DEXCOM_USERNAME',
      value: 'sharer',
      origin: 'environment DEXCOM_USERNAME',
    });
    expect(end.stderr).toContain('DEXCOM_REGION: expected us, ous, jp or eu');
    expect(end.stderr).toContain('LISTEN: expected');
  });

  test('check finds all well, and export gives back what was measured, from inclusive, to exclusive', async () => {
    const check = await run(['check', '--json']);
    expect(check.code).toBe(0);
    expect(JSON.parse(check.stdout)).toMatchObject({ ok: true, exitCode: 0 });
    expect(world.logins()).toBe(2);

    expect((await run(['run', '--once'])).code).toBe(0);
    const all = JSON.parse((await run(['export'])).stdout) as {
      systemTime: string;
      glucoseMgdl: number;
    }[];
    expect(all.length).toBeGreaterThanOrEqual(280);
    const from = all[10]!.systemTime;
    const to = all[20]!.systemTime;
    const asked = await run(['export', '--json']);
    expect(asked.code).toBe(0);
    expect(JSON.parse(asked.stdout)).toEqual(all);
    const csv = await run(['export', '--format', 'csv', '--from', from, '--to', to]);
    const rows = csv.stdout.trim().split('\r\n');
    expect(rows[0]).toMatch(/^account,kind,systemTime,glucoseMgdl,/);
    expect(rows.slice(1).map((row) => row.split(',').slice(2, 4))).toEqual(
      all.slice(10, 20).map((one) => [one.systemTime, String(one.glucoseMgdl)]),
    );
  });

  test('config prints where each value comes from, and the schema of the file', async () => {
    const end = await run(['config', '--json']);
    const { settings } = JSON.parse(end.stdout) as {
      settings: { name: string; value: unknown; origin: string }[];
    };
    expect(settings).toContainEqual({
      name: 'DEXCOM_PASSWORD',
      value: '***',
      origin: 'environment DEXCOM_PASSWORD',
    });
    const schema = await run(['config', '--schema']);
    expect(JSON.parse(schema.stdout)).toMatchObject({ type: 'object' });
  });
});
