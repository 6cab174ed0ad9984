import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { DAY_MS, epochMs } from '../../src/domain/instant.ts';
import { endAllBridges, runToEnd, startBridge } from '../support/bridge-process.ts';
import { startWorld, type SimulatedWorld } from '../support/simulated-world.ts';

let world: SimulatedWorld;
beforeEach(async () => {
  world = await startWorld();
});
afterEach(async () => {
  await endAllBridges();
  await world.dispose();
});

const run = (args: readonly string[], env: Readonly<Record<string, string>> = {}) =>
  runToEnd(args, { ...world.env, ...env }, world.folder);
const start = (args: readonly string[], env: Readonly<Record<string, string>> = {}) =>
  startBridge(args, { ...world.env, ...env }, world.folder);

describe('run', () => {
  test('delivers, is seen by a second one and by status, serves its health, and stops in time', async () => {
    const daemon = start(['run', '--log-format', 'json']);
    await daemon.printed(/"event":"sink\.delivered"/);
    const rows = world.nightscout.rows();
    const now = Date.now();
    const truth = world.share.patient.truth(epochMs(now - 2 * DAY_MS), epochMs(now));
    expect(rows.length).toBeGreaterThanOrEqual(280);
    const dates = new Set(rows.map((row) => row['date']));
    expect(dates.size).toBe(rows.length);
    const known = new Map(truth.map((record) => [record.systemTime as number, record]));
    for (const row of rows) {
      expect(row['sgv']).toBe(known.get(row['date'] as number)?.glucoseMgdl);
    }

    await daemon.printed(/"event":"bridge\.listening"/);
    const [, url = ''] = /"address":"(http:[^"]+)"/.exec(daemon.output()) ?? [];
    const health = await fetch(`${url}/healthz`);
    expect(health.status).toBe(200);
    expect(await health.json()).toMatchObject({ status: 'ok', reasons: [] });

    const second = await run(['run']);
    expect(second.code).toBe(75);
    expect(second.stderr).toContain(`process ${daemon.child.pid ?? 0}`);

    const status = await run(['status', '--json']);
    expect(status.code).toBe(0);
    expect(JSON.parse(status.stdout)).toMatchObject({
      journal: 'present',
      running: { pid: daemon.child.pid, purpose: 'run' },
      accounts: [
        {
          name: 'default',
          records: rows.length,
          newest: { at: new Date(Math.max(...(dates as Set<number>))).toISOString() },
          sources: [{ name: 'share' }],
          sinks: [{ name: 'nightscout', behind: 0 }],
        },
      ],
    });

    const stoppedAt = Date.now();
    const end = await daemon.stop('SIGTERM');
    expect(end.code).toBe(0);
    expect(Date.now() - stoppedAt).toBeLessThan(5_000);
    expect(end.stdout).toBe('');
    expect(end.stderr).toContain('"event":"bridge.stopped"');
  });

  test('stops in time while Dexcom hangs', async () => {
    world.share.control.setFault({ kind: 'hang' });
    const daemon = start(['run', '--log-level', 'debug', '--log-format', 'json']);
    await daemon.printed(/"event":"bridge\.listening"/);
    const stoppedAt = Date.now();
    expect((await daemon.stop('SIGTERM')).code).toBe(0);
    expect(Date.now() - stoppedAt).toBeLessThan(5_000);
  });

  test('a taken port does not stop glucose', async () => {
    const port = String(world.nightscout.port);
    const daemon = start(['run', '--log-format', 'json'], { LISTEN: `127.0.0.1:${port}` });
    await daemon.printed(/"event":"server\.failed".*server\.in_use/);
    expect(daemon.output()).toMatch(/"level":"error".*"event":"server\.failed"/);
    expect(world.nightscout.rows().length).toBeGreaterThanOrEqual(280);
    expect((await daemon.stop()).code).toBe(0);
  });
});

describe('a refused login', () => {
  const wrong = { DEXCOM_PASSWORD: 'not-the-password' };

  test('reaches Dexcom once over ten restarts, is shown by status and check, and opens on unlock', async () => {
    for (let restart = 0; restart < 10; restart += 1) {
      const daemon = start(['run', '--log-format', 'json'], wrong);
      await daemon.printed(/"event":"source\.latched"/);
      expect((await daemon.stop()).code).toBe(0);
    }
    expect(world.logins()).toBe(1);

    expect((await run(['run', '--once'], wrong)).code).toBe(77);
    const check = await run(['check'], wrong);
    expect(check.code).toBe(77);
    expect(check.stdout).toContain('unlock source');
    const status = await run(['status'], wrong);
    expect(status.stdout).toContain('latched');
    expect(status.stdout).toContain('unlock source');
    expect(world.logins()).toBe(1);

    const daemon = start(['run', '--log-format', 'json'], wrong);
    await daemon.printed(/"event":"source\.latched"/);
    world.share.control.changePassword('sharer', wrong.DEXCOM_PASSWORD);
    const askedAt = Date.now();
    const unlock = await run(['unlock', 'default', 'source'], wrong);
    expect(unlock).toMatchObject({ code: 0 });
    expect(unlock.stdout).toContain('source share');
    await daemon.printed(/"event":"sink\.delivered"/);
    expect(Date.now() - askedAt).toBeLessThan(5_000 + 2_000);
    await daemon.stop();

    const again = await run(['unlock'], wrong);
    expect(again).toMatchObject({ code: 0 });
    expect(again.stdout).toContain('nothing to unlock');
  });

  test('during check is not repeated by run, and a corrected password is used at once', async () => {
    expect((await run(['check'], wrong)).code).toBe(77);
    expect(world.logins()).toBe(1);
    expect((await run(['run', '--once'], wrong)).code).toBe(77);
    expect(world.logins()).toBe(1);
    expect((await run(['run', '--once'])).code).toBe(0);
    expect(world.nightscout.rows().length).toBeGreaterThanOrEqual(280);
  });
});

describe('run --once', () => {
  test('ends with 0 when all went well, again when nothing is new, and when Share is empty', async () => {
    expect((await run(['run', '--once'])).code).toBe(0);
    const rows = world.nightscout.rows().length;
    expect((await run(['--once'])).code).toBe(0);
    expect(world.nightscout.rows().length).toBeGreaterThanOrEqual(rows);
    world.share.control.setSharing('sharer', false);
    expect((await run(['run', '--once'])).code).toBe(0);
  });

  test('ends with 69 when a source fails, and still drains the sink', async () => {
    world.nightscout.setFault({ kind: 'status', status: 503 });
    expect((await run(['run', '--once'])).code).toBe(69);
    expect(world.nightscout.rows()).toHaveLength(0);
    world.nightscout.clearFaults();
    world.share.control.setFault({ kind: 'status', status: 503 });
    expect((await run(['run', '--once'])).code).toBe(69);
    expect(world.nightscout.rows().length).toBeGreaterThanOrEqual(280);
  });

  test('ends with 77 when Nightscout refuses the secret, which is sent no second time', async () => {
    const wrong = { NIGHTSCOUT_API_SECRET: 'not-the-secret-at-all' };
    const refusals = () =>
      world.nightscout.requests.records.filter(({ came }) => came === 'refused').length;
    expect((await run(['run', '--once'], wrong)).code).toBe(77);
    expect(refusals()).toBe(1);
    expect((await run(['run', '--once'], wrong)).code).toBe(77);
    expect((await run(['check'], wrong)).code).toBe(77);
    expect(refusals()).toBe(1);
    expect((await run(['run', '--once'])).code).toBe(0);
  });
});
