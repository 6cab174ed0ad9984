import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { HOUR_MS, MINUTE_MS, epochMs } from '../../src/domain/instant.ts';
import { startBridge } from '../support/process/bridge-process.ts';
import {
  bridgeWorld,
  WORLD_API_SECRET,
  type BridgeWorld,
} from '../support/process/bridge-world.ts';
import { compareRows, EXACTLY_ONCE } from '../support/process/compare-rows.ts';

const account = (name: string, world: BridgeWorld, password: string): string => `
  - name: ${name}
    dexcom: { username: anna, password: '${password}', shareUrl: '${world.share.url}' }
    nightscout: { url: '${world.site.url}', apiSecret: '${WORLD_API_SECRET}' }`;

test('two accounts in one bridge: what stops the one does not touch the other, and their readings never mix', async () => {
  const firstReading = epochMs(Date.now() - 2 * HOUR_MS);
  const patient = { notBefore: firstReading, appearanceDelay: 15_000 };
  const well = await bridgeWorld({ speed: 1, patient });
  const ill = await bridgeWorld({
    speed: 1,
    patient: { ...patient, notBefore: epochMs(firstReading + HOUR_MS) },
  });
  const file = join(well.dataDir, '..', 'bridge.yaml');
  const start = async (illPassword: string) => {
    const accounts =
      account('well', well, well.env['DEXCOM_PASSWORD']!) + account('ill', ill, illPassword);
    await writeFile(file, `dataDir: ${well.dataDir}\naccounts:${accounts}\n`, { mode: 0o600 });
    const bridge = startBridge({ env: {}, args: ['run', '--config', file] });
    return bridge;
  };
  const cleanUp: { stop(): Promise<unknown>; readonly over: boolean }[] = [];
  try {
    const first = await start('not the password');
    cleanUp.push(first);
    await first.fact(({ event, account: name }) => event === 'source.latched' && name === 'ill');
    await first.fact(({ event, account: name }) => event === 'sink.delivered' && name === 'well');
    expect(await first.stop()).toBe(0);
    expect(ill.siteRows()).toEqual([]);
    expect(compareRows(well.visible(firstReading), well.siteRows())).toEqual(EXACTLY_ONCE);

    await well.site.down();
    const second = await start(ill.env['DEXCOM_PASSWORD']!);
    cleanUp.push(second);
    await second.fact(({ event, account: name }) => event === 'sink.delivered' && name === 'ill');
    expect(await second.stop()).toBe(0);
    await well.site.up();
    const shown = ill.visible(firstReading);
    expect(compareRows(shown, ill.siteRows())).toEqual(EXACTLY_ONCE);
    expect(compareRows(well.visible(firstReading), well.siteRows()).foreign).toEqual([]);
    expect(shown.length).toBeLessThan(well.siteRows().length - HOUR_MS / (10 * MINUTE_MS));
    expect(ill.share.requests.counts['AuthenticatePublisherAccount']).toBe(2);
  } finally {
    await Promise.all(cleanUp.filter(({ over }) => !over).map(async (bridge) => bridge.stop()));
    await ill.stop();
    await well.stop();
  }
});
