import { MINUTE_MS, epochMs } from '../../../src/domain/instant.ts';
import type { Random } from '../../../src/platform/random.ts';
import type { ShareFault, SiteFault } from '../../../src/simulator/index.ts';
import type { BridgeProcess } from '../../support/process/bridge-process.ts';
import type { BridgeWorld } from '../../support/process/bridge-world.ts';
import type { OwnMongod } from '../../support/process/own-mongod.ts';

/** A bridge to which everything happens. */
export interface Tormented {
  /** Torments it until the instant, then lets it recover. */
  run(until: number): Promise<void>;
  /** How often what was done. */
  readonly done: Readonly<Record<string, number>>;
  readonly bridge: BridgeProcess;
}

const SHARE_FAULTS: readonly ShareFault[] = [
  { kind: 'status', status: 503 },
  { kind: 'hang' },
  { kind: 'reset' },
  { kind: 'truncated' },
  { kind: 'badJson' },
  { kind: 'code', code: 'InternalError' },
  { kind: 'noData' },
];
const SITE_FAULTS: readonly SiteFault[] = [
  { kind: 'mongoError', stored: 1 },
  { kind: 'dropRows', count: 1 },
  { kind: 'truncated' },
  { kind: 'reset' },
  { kind: 'hang' },
  { kind: 'status', status: 502 },
  { kind: 'status', status: 503, retryAfterSeconds: 120 },
  { kind: 'late', afterMs: 20_000 },
];

/** Starts the bridge of a world and gets ready to torment it. */
export function torment(world: BridgeWorld, mongod: OwnMongod, random: Random): Tormented {
  const done: Record<string, number> = {};
  let bridge = world.start();
  const oneOf = <T>(list: readonly T[]): T => list[Math.floor(random.next() * list.length)]!;
  const minutes = (least: number, most: number): number =>
    Math.round((least + random.next() * (most - least)) * MINUTE_MS);
  const pass = (ms: number): Promise<void> => world.until(world.clock.now() + ms);

  const torments: Readonly<Record<string, () => Promise<void>>> = {
    async 'kill -9'() {
      await bridge.kill();
      bridge = world.start();
    },
    async 'kill -9 in a row'() {
      for (let i = 0; i < 4; i += 1) {
        await pass(minutes(0.1, 1));
        await bridge.kill();
        bridge = world.start();
      }
    },
    async restart() {
      const code = await bridge.stop();
      // 70: cut off after 4.7 s, which are a sixth of a real one here.
      if (code !== 0 && code !== 70) throw new Error(`ended with ${code}:\n${bridge.output()}`);
      await pass(minutes(0, 20));
      bridge = world.start();
    },
    async 'site away'() {
      await world.site.down();
      await pass(minutes(2, 40));
      await world.site.up();
    },
    async 'site faults'() {
      world.site.setFault(oneOf(SITE_FAULTS), { times: 1 + Math.floor(random.next() * 4) });
    },
    async 'Share faults'() {
      world.share.control.setFault(oneOf(SHARE_FAULTS), {
        times: 1 + Math.floor(random.next() * 6),
      });
    },
    async 'Share away'() {
      world.share.control.setFault({ kind: 'reset' });
      await pass(minutes(5, 30));
      world.share.control.clearFaults();
    },
    async 'dead sessions'() {
      world.share.control.expireSessions();
    },
    async 'kill -9 of mongod'() {
      await mongod.kill();
      await pass(minutes(1, 15));
      await mongod.start();
    },
    async 'late readings'() {
      const from = world.clock.now();
      const to = epochMs(from + minutes(5, 40));
      world.patient.addLate({ from, to }, epochMs(to + minutes(0, 20)));
    },
    async 'readings out of order'() {
      const from = epochMs(world.clock.now() + minutes(5, 20));
      const to = epochMs(from + minutes(5, 15));
      world.patient.addLate({ from, to }, epochMs(to + minutes(10, 60)));
    },
    async gap() {
      const from = world.clock.now();
      world.patient.addGap({ from, to: epochMs(from + minutes(5, 45)) });
    },
  };

  return {
    done,
    get bridge() {
      return bridge;
    },
    async run(until) {
      while (world.clock.now() < until) {
        await pass(minutes(2, 18));
        const name = oneOf(Object.keys(torments));
        done[name] = (done[name] ?? 0) + 1;
        await torments[name]?.();
      }
      world.share.control.clearFaults();
      world.site.clearFaults();
    },
  };
}
