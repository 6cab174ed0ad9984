import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { epochMs } from '../../src/domain/instant.ts';
import {
  addStretch,
  gapsIn,
  splitWindow,
  type Stretches,
} from '../../src/pipeline/history-stretches.ts';
import type { FetchWindow } from '../../src/sources/source.ts';

const span = (from: number, to: number): FetchWindow => ({ from: epochMs(from), to: epochMs(to) });
const spans = fc
  .tuple(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 0, max: 20 }))
  .map(([from, length]) => span(from, from + length));
const holds = (stretches: Stretches, instant: number) =>
  stretches.some(({ from, to }) => from <= instant && instant <= to);
/** Whole instants and what lies between two of them: a stretch is more than its ends. */
const instants = Array.from({ length: 170 }, (_, k) => k / 2);

describe('stretches', () => {
  test('together hold exactly what was added, in order and apart', () => {
    fc.assert(
      fc.property(fc.array(spans, { maxLength: 8 }), (added) => {
        const stretches = added.reduce<Stretches>(addStretch, []);
        const wrong = instants.filter((at) => holds(stretches, at) !== holds(added, at));
        expect(wrong).toEqual([]);
        for (const [index, { from }] of stretches.entries()) {
          expect(from).toBeGreaterThan(stretches[index - 1]?.to ?? -1);
        }
      }),
    );
  });

  test('and the gaps in a span are all of it, and only what is missing', () => {
    fc.assert(
      fc.property(fc.array(spans, { maxLength: 8 }), spans, (added, whole) => {
        const stretches = added.reduce<Stretches>(addStretch, []);
        const gaps = gapsIn(whole, stretches);
        const inWhole = instants.filter((at) => holds([whole], at));
        expect(inWhole.filter((at) => !holds(gaps, at) && !holds(stretches, at))).toEqual([]);
        for (const { from, to } of gaps) {
          const inside = instants.filter((at) => from < at && at < to);
          expect(inside.filter((at) => holds(stretches, at))).toEqual([]);
          if (from === to) expect(holds(stretches, from)).toBe(false);
        }
      }),
    );
  });
});

test('a window is split into as few pieces as there can be, without a gap', () => {
  fc.assert(
    fc.property(spans, fc.integer({ min: 1, max: 25 }), (whole, longest) => {
      const pieces = splitWindow(whole, longest);
      const lengthMs = whole.to - whole.from;
      expect(pieces).toHaveLength(Math.max(1, Math.ceil(lengthMs / longest)));
      expect(pieces.reduce<Stretches>(addStretch, [])).toEqual([whole]);
      for (const { from, to } of pieces) expect(to - from).toBeLessThanOrEqual(longest);
    }),
  );
});
