import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { BridgeFailure } from '../../src/domain/failure.ts';
import { MINUTE_MS, PERIOD_MS, START_MS, startFollow, type Appearing } from './follow-rig.ts';

const COUNT = 12;

/** One reading of the sensor as Share comes to show it. */
const slot = fc.record({
  jitterMs: fc.integer({ min: -4_000, max: 4_000 }),
  lagMs: fc.oneof(
    { weight: 6, arbitrary: fc.integer({ min: 5_000, max: 200_000 }) },
    // A phone out of reach uploads hours later, in any order.
    { weight: 1, arbitrary: fc.integer({ min: 200_000, max: 60 * MINUTE_MS }) },
  ),
  twinMs: fc.option(fc.integer({ min: 100, max: 11_000 }), { freq: 3 }),
  isMissing: fc.integer({ min: 0, max: 19 }).map((one) => one === 0),
});

test('whatever appears whenever, in pairs, late or twice: each once, in order, and what is late says so', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(slot, { minLength: COUNT, maxLength: COUNT }),
      fc.uniqueArray(fc.integer({ min: 2, max: 40 }), { maxLength: 12 }),
      async (slots, failing) => {
        const clusters = slots.flatMap(({ jitterMs, lagMs, twinMs, isMissing }, index) => {
          if (isMissing && index > 0) return [];
          // The first has appeared before following begins.
          const time = START_MS - 4 * MINUTE_MS + index * PERIOD_MS + (index > 0 ? jitterMs : 0);
          const appearsAt = index > 0 ? time + lagMs : START_MS - 1_000;
          const own: Appearing = { time, appearsAt, glucoseMgdl: 40 + index };
          const twin = { ...own, time: time + (twinMs ?? 0), appearsAt: appearsAt + 2_000 };
          return [twinMs === null ? [own] : [own, twin]];
        });
        const rig = startFollow(clusters.flat(), {
          before(call) {
            if (failing.includes(call)) {
              throw new BridgeFailure('http.unreachable', 'transient', 'away (ECONNRESET)');
            }
          },
        });
        // As long as the last one may take to appear, and as long again as an old hole may wait for its turn.
        await rig.clock.advance(COUNT * PERIOD_MS + 5 * 60 * MINUTE_MS);
        await rig.stop();

        expect(rig.fault).toEqual({ over: true });
        const given = rig.given.map(({ time }) => time);
        expect(given).toHaveLength(clusters.length);
        for (const cluster of clusters) {
          expect(cluster.filter(({ time }) => given.includes(time))).toHaveLength(1);
        }
        for (const { time, glucoseMgdl } of rig.given) {
          const own = clusters.flat().find((one) => one.time === time);
          expect(glucoseMgdl).toBe(own?.glucoseMgdl);
        }
        let newest = 0;
        for (const { time, isLate } of rig.given) {
          expect(isLate).toBe(time < newest);
          newest = Math.max(newest, time);
        }
      },
    ),
    { numRuns: 15 },
  );
}, 180_000);
