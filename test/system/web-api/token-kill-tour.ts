import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { expect } from '@jest/globals';
import { HOUR_MS } from '../../../src/domain/instant.ts';
import type { BridgeStart } from '../../support/process/bridge-process.ts';
import { expectLost, expectSilence } from './expect-lost.ts';
import { expectSynced } from './expect-synced.ts';
import type { TokenWorld } from './token-world.ts';

/** What a tour did: each step at which the bridge was killed, by what came of it. */
export interface TokenKillTour {
  /** The next life renewed the tokens, or had them renewed already. */
  readonly survived: readonly string[];
  /** Dexcom had spent the token and its answer was not durable. */
  readonly lost: readonly string[];
  /** Steps that this life did not come by. */
  readonly missed: readonly string[];
}

/** How a tour goes. */
export interface TokenKillTourOptions {
  readonly world: TokenWorld;
  /** Between two lives that lost the permission, say to take the journal away. */
  readonly prepare?: () => Promise<void>;
  /** Steps that are another tour’s are passed over. */
  readonly isOurs?: (step: string) => boolean;
  /** Makes the bridge renew in its next life. */
  readonly makeDue: () => void;
}

const KILL_AT_STEP = join(
  import.meta.dirname,
  '..',
  '..',
  'support',
  'process',
  'kill-at-step.mjs',
);
/** From here on a life is renewing its tokens … */
const FIRST_STEP = 'lease:web-api';
const FIRST_STEP_IN_MONGO = 'send mongo update';
/** … and has renewed them, as it uses them. */
const LAST_STEP = 'after send dexcom GET dataRange';
/** What a dead process has sent arrives within this, in ms of real time. */
const ARRIVAL_MS = 2_000;
/** What a database was sent by it is done within this, in ms of real time. */
const COMMIT_MS = 500;

/** Prints where the bridge was killed, when KILL_POINTS=1 asks for it. */
export function tellTour(tour: TokenKillTour): void {
  if (process.env['KILL_POINTS'] === '1')
    process.stderr.write(`${JSON.stringify(tour, null, 1)}\n`);
}

/** Kills one life between every two steps of a renewal, and demands after each what is promised. */
export async function tokenKillTour(options: TokenKillTourOptions): Promise<TokenKillTour> {
  const { world, makeDue, prepare, isOurs = () => true } = options;
  const scratch = await mkdtemp(join(tmpdir(), 'bridge-token-kills-'));
  const report = join(scratch, 'report');
  const trace = join(scratch, 'trace');
  const tour = { survived: [] as string[], lost: [] as string[], missed: [] as string[] };

  async function live(env: Readonly<Record<string, string>>): Promise<number | NodeJS.Signals> {
    makeDue();
    return (await world.whole(['run', '--once'], watched(world, env))).end;
  }

  try {
    // The first renewal makes what later ones find.
    expect(await live({})).toBe(0);
    expect(await live({ KILL_TRACE: trace })).toBe(0);
    const steps = gaps((await readFile(trace, 'utf8')).trim().split('\n')).filter(isOurs);
    for (const step of steps) {
      const kept = await world.slot('tokens:web-api');
      const asked = world.refreshes().length;
      const end = await live({ KILL_AT: step, KILL_REPORT: report });
      const met = await readFile(report, 'utf8').catch(() => undefined);
      await rm(report, { force: true });
      if (met !== step) {
        expect([step, end]).toEqual([step, 0]);
        tour.missed.push(step);
        continue;
      }
      expect([step, end]).toEqual([step, 'SIGKILL']);
      const arrivesBy = performance.now() + (step.startsWith('on the wire') ? ARRIVAL_MS : 0);
      do await wait(step.includes('mongo') ? COMMIT_MS : 30);
      while (world.refreshes().length === asked && performance.now() < arrivesBy);
      const spent = world.refreshes().slice(asked);
      const isKept = (await world.slot('tokens:web-api')) !== kept;
      expect([step, spent.length <= 1, isKept && spent.length === 0]).toEqual([step, true, false]);
      if (spent.length === 1 && !isKept) {
        await expectLost(world, { what: step, asked });
        if (tour.lost.length === 0) await expectSilence(world, prepare);
        await world.authorize();
        tour.lost.push(step);
      } else {
        await expectSynced(world, step);
        // Dexcom was asked once, by whichever of the two lives: the token was presented once.
        const uses = world.refreshes().slice(asked);
        expect([step, uses]).toEqual([step, [expect.objectContaining({ status: 200 })]]);
        expect([step, uses[0]?.refreshUse]).toEqual([step, 1]);
        tour.survived.push(step);
      }
    }
    // The last permission works, too; of each before it the next death was the witness.
    await expectSynced(world, 'all of them');
    return tour;
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

function watched(world: TokenWorld, env: Readonly<Record<string, string>>): Partial<BridgeStart> {
  const portOf = (uri: string): string => new URL(uri).port;
  const ports = {
    [portOf(world.share.url)]: 'dexcom',
    ...(world.mongoUri === undefined ? {} : { [portOf(world.mongoUri)]: 'mongo' }),
  };
  return {
    preload: [KILL_AT_STEP],
    env: {
      KILL_FROM: `step:${world.mongoUri === undefined ? FIRST_STEP : FIRST_STEP_IN_MONGO}`,
      KILL_DETAIL: '1',
      KILL_CAP: '3',
      KILL_PORTS: JSON.stringify(ports),
      ...env,
    },
  };
}

/**
 * One step for each gap between two: a death after one thing and one before the next leave the same world, and so does one
 * beside a mere look.
 */
function gaps(steps: readonly string[]): readonly string[] {
  const last = steps.findIndex((step) => step.startsWith(LAST_STEP));
  expect(last).toBeGreaterThan(0);
  return steps
    .slice(0, last + 1)
    .filter((step, at) => !(step.startsWith('after') && steps[at + 1]?.startsWith('before')))
    .filter((step) => !/SELECT|find/.test(step));
}

/** Two hours and more: the access token has run out by the bridge's own clock. */
export const LONG_MS = 3 * HOUR_MS;
