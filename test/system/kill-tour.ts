import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { BridgeProcess } from '../support/process/bridge-process.ts';
import type { BridgeWorld } from '../support/process/bridge-world.ts';
import { compareRows } from '../support/process/compare-rows.ts';

/** How a tour goes. */
export interface KillTourOptions {
  readonly world: BridgeWorld;
  /** From when steps count: the start of the process, or a signal to stop. */
  readonly from: 'start' | 'SIGTERM';
  /** How many steps of the same name in one life are killed at. */
  readonly cap: number;
  /** Before each life, say to take the journal away. */
  readonly prepare?: () => Promise<void>;
  /** How often each sink delivers in a whole life. */
  readonly deliveries: number;
}

/** What a tour did. */
export interface KillTour {
  /** The steps at which it was killed, each once. */
  readonly killed: readonly string[];
  /** Steps that this life did not come by again in time. */
  readonly missed: readonly string[];
}

/** Prints where the bridge was killed, when KILL_POINTS=1 asks for it. */
export function tellKills(tours: Readonly<Record<string, KillTour>>): void {
  if (process.env['KILL_POINTS'] === '1')
    process.stderr.write(`${JSON.stringify(tours, null, 1)}\n`);
}

type End = number | NodeJS.Signals;

/** A life that has not come by its step after this is ended by us, in ms of real time. */
const PATIENCE_MS = 6_000;
const SINKS = ['nightscout', 'mongodb'];
const KILL_AT_STEP = join(import.meta.dirname, '..', 'support', 'process', 'kill-at-step.mjs');

/**
 * Watches one life of the bridge, then starts it again for each step it went through and kills it there. Nothing is put
 * right between two lives, and the person goes on having readings.
 */
export async function killTour(options: KillTourOptions): Promise<KillTour> {
  const { world } = options;
  const scratch = await mkdtemp(join(tmpdir(), 'bridge-kills-'));
  const report = join(scratch, 'report');
  const trace = join(scratch, 'trace');
  try {
    await live(options, { KILL_TRACE: trace });
    const steps = (await readFile(trace, 'utf8')).trim().split('\n');
    const killed: string[] = [];
    const missed: string[] = [];
    for (const step of steps) {
      await rm(report, { force: true });
      await live(options, { KILL_AT: step, KILL_REPORT: report });
      const met = await readFile(report, 'utf8').catch(() => undefined);
      if (met === step) killed.push(step);
      else missed.push(step);
      await demandNoDoubles(world, step);
    }
    return { killed, missed };
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** One life, ended by the kill at its step, or by us when it has gone through everything. */
async function live(
  { world, from, cap, prepare, deliveries }: KillTourOptions,
  env: Readonly<Record<string, string>>,
): Promise<void> {
  await prepare?.();
  const bridge = world.start({
    preload: [KILL_AT_STEP],
    env: {
      KILL_FROM: from,
      KILL_CAP: String(cap),
      KILL_PORTS: JSON.stringify(portsOf(world)),
      ...env,
    },
  });
  const whole = (async () => {
    for (const name of SINKS) {
      await bridge.fact(
        () => deliveriesOf(bridge, name) >= deliveries,
        env['KILL_TRACE'] === undefined ? PATIENCE_MS : undefined,
      );
    }
    // What follows the last delivery belongs to the life: its cursor, the next wait.
    await wait(300);
  })().catch((thrown: unknown) => {
    if (env['KILL_TRACE'] !== undefined) throw thrown;
  });
  await Promise.race([whole, bridge.ended]);
  if (from === 'SIGTERM') {
    expectEnd(bridge, await bridge.stop(), [0, 'SIGKILL']);
    return;
  }
  if (!bridge.over) await bridge.kill();
  expectEnd(bridge, await bridge.ended, ['SIGKILL']);
}

function deliveriesOf(bridge: BridgeProcess, name: string): number {
  return bridge.facts().filter(({ event, sink }) => event === 'sink.delivered' && sink === name)
    .length;
}

function expectEnd(bridge: BridgeProcess, how: End, wanted: readonly End[]): void {
  if (!wanted.includes(how)) throw new Error(`the bridge ended with ${how}:\n${bridge.output()}`);
}

function portsOf(world: BridgeWorld): Record<string, string> {
  const portOf = (uri: string): string => new URL(uri).port;
  return {
    [portOf(world.share.url)]: 'share',
    [portOf(world.site.url)]: 'site',
    ...(world.mongoUri ? { [portOf(world.mongoUri)]: 'mongo' } : {}),
  };
}

/** Cheap enough for every life: what is missing may still come, but a double stays. */
async function demandNoDoubles(world: BridgeWorld, step: string): Promise<void> {
  const truth = world.visible(world.startedAt);
  const places = { site: world.siteRows(), mongo: await world.mongoRows() };
  for (const [place, rows] of Object.entries(places)) {
    const { doubled, altered } = compareRows(truth, rows);
    if (doubled.length + altered.length > 0) {
      throw new Error(`killed "${step}", ${place} holds ${[...doubled, ...altered].join(', ')}`);
    }
  }
}
