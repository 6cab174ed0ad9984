import { once } from 'node:events';
import { connect } from 'node:net';
import { afterEach, describe, expect, test } from '@jest/globals';
import { epochMs, HOUR_MS } from '../../../src/domain/instant.ts';
import type { BridgeProcess } from '../../support/process/bridge-process.ts';
import {
  bridgeWorld,
  WORLD_PASSWORD,
  type BridgeWorld,
} from '../../support/process/bridge-world.ts';
import { flood } from '../../support/served/flood.ts';
import { openStream, type OpenStream } from '../../support/served/open-stream.ts';
import { quietPatient } from '../../support/served/quiet-patient.ts';
import { rawStatus } from '../../support/served/raw-status.ts';
import {
  addressOf,
  readableAt,
  readJson,
  WITHOUT_NIGHTSCOUT,
} from '../../support/served/reader.ts';

const EVENTS = '/page/events?account=default';
const MOST_STREAMS = 32;

let world: BridgeWorld;
afterEach(async () => world.stop());

/** Waits until the program has said that it holds a reading of that instant. */
async function recorded(bridge: BridgeProcess, systemTime: number): Promise<number> {
  const instant = new Date(systemTime).toISOString();
  const fact = await bridge.fact(
    ({ event, measuredAt }) => event === 'reading.recorded' && measuredAt === instant,
    40_000,
  );
  return Date.parse(fact.time);
}

/** When the stream told of it as the newest. */
async function toldAt(stream: OpenStream, systemTime: number): Promise<number> {
  const { at } = await stream.message(({ event, data }) => {
    if (event !== 'state') return false;
    return (JSON.parse(data) as { newest?: { at: number } }).newest?.at === systemTime;
  });
  return at;
}

describe('while people look on', () => {
  test('a new reading is on every open page at once, and 300 connections do not hold it up', async () => {
    const now = Date.now();
    world = await bridgeWorld({ speed: 1, patient: quietPatient(now) });
    const newest = world.visible(epochMs(now - HOUR_MS)).at(-1)!;
    // Nothing comes before the pages are open: the login is refused until then.
    world.share.control.changePassword('anna', 'another-pass-word');
    const bridge = world.start({ env: WITHOUT_NIGHTSCOUT });
    await bridge.fact(({ event }) => event === 'source.latched');
    const url = await addressOf(bridge);
    const streams = await Promise.all([openStream(url + EVENTS), openStream(url + EVENTS)]);
    for (const stream of streams) await stream.message(({ event }) => event === 'state');
    const attack = await flood(url, 300, 'GET /pebble HTTP/1.1\r\nHost: 127.0.0.1\r\n');

    world.share.control.changePassword('anna', WORLD_PASSWORD);
    expect(await world.start({ env: WITHOUT_NIGHTSCOUT, args: ['unlock'] }).ended).toBe(0);
    const at = await recorded(bridge, newest.systemTime);
    for (const stream of streams) {
      // A second when nothing else runs here, which the browser’s own test measures.
      expect((await toldAt(stream, newest.systemTime)) - at).toBeLessThan(3_000);
    }
    const [row] = await readJson<object[]>(`${url}/api/v1/entries.json?count=1`);
    expect(row).toMatchObject({ date: newest.systemTime, sgv: newest.glucoseMgdl });
    attack.end();
    streams.forEach((stream) => stream.close());
    expect(await bridge.stop()).toBe(0);
  });

  test('a stop takes less than 5 s however many streams, slow readers and half requests are open', async () => {
    world = await bridgeWorld({ speed: 1, patient: quietPatient(Date.now()) });
    const bridge = world.start({ env: WITHOUT_NIGHTSCOUT });
    const url = await readableAt(bridge);
    const streams = await Promise.all(
      Array.from({ length: MOST_STREAMS }, () => openStream(url + EVENTS)),
    );
    for (const stream of streams) await stream.message(({ event }) => event === 'state');
    expect(await rawStatus(url, EVENTS)).toBe(503);

    const half = await flood(url, 20, 'GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n');
    const slow = await Promise.all(Array.from({ length: 5 }, () => slowReader(url)));
    const stoppedAt = performance.now();
    expect(await bridge.stop()).toBe(0);
    expect(performance.now() - stoppedAt).toBeLessThan(5_000);
    await Promise.all(streams.map(({ over }) => over));
    half.end();
    slow.forEach((socket) => socket.destroy());
    expect(bridge.facts().at(-1)).toMatchObject({ event: 'bridge.stopped' });
  });
});

/** Asks for a megabyte, which is more than the system holds for it, reads the first bytes of it, and no more. */
async function slowReader(url: string) {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  const ask = 'GET /api/v1/entries.json?count=10000 HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n';
  socket.write(ask.repeat(12));
  await once(socket, 'readable');
  expect(socket.destroyed).toBe(false);
  return socket;
}
