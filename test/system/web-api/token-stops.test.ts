import { describe, expect, test } from '@jest/globals';
import type { WebApiFault } from '../../../src/simulator/index.ts';
import { expectLost } from './expect-lost.ts';
import { expectSynced } from './expect-synced.ts';
import { LONG_MS } from './token-kill-tour.ts';
import { expectNoLeak, tokenWorld, type TokenWorld } from './token-world.ts';

/** What docs/OPERATING.md promises while an exchange is under way, in ms of real time. */
const LONGEST_STOP_MS = 9_000;

/** A world in which a daemon was told to stop while its exchange was under way. */
interface Stopped {
  readonly world: TokenWorld;
  readonly end: number | NodeJS.Signals;
  readonly tookMs: number;
  /** Whether other tokens are stored than before. */
  readonly isKept: boolean;
}

async function stopDuring(fault: WebApiFault): Promise<Stopped> {
  const world = await tokenWorld({ speed: 60 });
  try {
    await world.authorize();
    await expectSynced(world, 'authorize');
    world.advance(LONG_MS);
    const before = await world.slot('tokens:web-api');
    world.share.webApi.setFault(fault, { endpoint: 'token', times: 1 });
    const bridge = world.life(['run']);
    await bridge.fact(() => world.refreshes().length === 1);
    const startedAt = performance.now();
    const end = await bridge.stop();
    const tookMs = performance.now() - startedAt;
    const isKept = (await world.slot('tokens:web-api')) !== before;
    return { world, end, tookMs, isKept };
  } catch (thrown) {
    await world.stop();
    throw thrown;
  }
}

describe('a bridge that is told to stop while its tokens are renewed', () => {
  test.concurrent('waits for an answer that takes three seconds and keeps it', async () => {
    const { world, end, tookMs, isKept } = await stopDuring({ kind: 'late', afterMs: 3_000 });
    try {
      expect({ end, isKept }).toEqual({ end: 0, isKept: true });
      expect(tookMs).toBeGreaterThan(2_000);
      expect(tookMs).toBeLessThan(LONGEST_STOP_MS);
      await expectSynced(world, 'the stop');
      expect(world.refreshes().map(({ refreshUse }) => refreshUse)).toEqual([1]);
      expectNoLeak(world);
    } finally {
      await world.stop();
    }
  });

  test.concurrent('does not wait for ever, and asks for the permission again', async () => {
    const { world, end, tookMs, isKept } = await stopDuring({ kind: 'hang' });
    try {
      expect({ end, isKept }).toEqual({ end: 70, isKept: false });
      expect(tookMs).toBeGreaterThan(4_000);
      expect(tookMs).toBeLessThan(LONGEST_STOP_MS);
      await expectLost(world, { what: 'an exchange that hung', asked: 0 });
      await world.authorize();
      await expectSynced(world, 'authorize');
      expectNoLeak(world);
    } finally {
      await world.stop();
    }
  });
});
