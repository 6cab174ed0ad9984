import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { afterEach, expect, test } from '@jest/globals';
import { epochMs, HOUR_MS, MINUTE_MS } from '../../../src/domain/instant.ts';
import { bridgeWorld, type BridgeWorld } from '../../support/process/bridge-world.ts';
import { compareRows } from '../../support/process/compare-rows.ts';
import {
  addressOf,
  readJson,
  WITHOUT_NIGHTSCOUT,
  type FeedRow,
} from '../../support/served/reader.ts';

const SPEED = 60;
let world: BridgeWorld;
afterEach(async () => world.stop());

test('while another program has the port glucose flows, and the page is there within a minute of its end', async () => {
  const firstReading = epochMs(Date.now() - 3 * HOUR_MS);
  world = await bridgeWorld({
    speed: SPEED,
    patient: { notBefore: firstReading, appearanceDelay: 15_000 },
  });
  const other = createServer((socket) => socket.destroy()).listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as AddressInfo;
  try {
    const bridge = world.start({ env: { ...WITHOUT_NIGHTSCOUT, LISTEN: `127.0.0.1:${port}` } });
    const failures = () => bridge.facts().filter(({ event }) => event === 'server.failed');
    const failed = await bridge.fact(({ event }) => event === 'server.failed');
    expect(failed).toMatchObject({ level: 'error', code: 'server.in_use' });
    // A real millisecond between the two is sixty here.
    const waitMs = Date.parse(String(failed['retryAt'])) - Date.parse(failed.time);
    expect(waitMs).toBeLessThanOrEqual(MINUTE_MS);
    expect(waitMs).toBeGreaterThan(MINUTE_MS / 2);
    // It is tried again and again, and readings are recorded meanwhile.
    await bridge.fact(() => failures().length >= 3);
    await bridge.fact(
      ({ event, time }) => event === 'reading.recorded' && time > failures()[0]!.time,
    );
    other.close();
    await once(other, 'close');
    const before = failures().length;
    const url = await addressOf(bridge);
    expect(url).toBe(`http://127.0.0.1:${port}`);
    // The very next try succeeds, and it comes after a minute.
    expect(failures().length - before).toBeLessThanOrEqual(1);
    const listening = await bridge.fact(({ event }) => event === 'bridge.listening');
    expect(Date.parse(listening.time)).toBeGreaterThanOrEqual(
      Date.parse(String(failures().at(-1)?.['retryAt'])),
    );

    const rows = await readJson<FeedRow[]>(`${url}/api/v1/entries.json?count=10000`);
    const { lost, ...others } = compareRows(world.visible(firstReading), rows);
    expect(others).toEqual({ doubled: [], foreign: [], altered: [] });
    // At this speed the newest may appear between the two looks.
    expect(lost.length).toBeLessThanOrEqual(1);
    expect((await fetch(`${url}/`)).status).toBe(200);
    expect(await bridge.stop()).toBe(0);
  } finally {
    other.close();
  }
});
