import type { MgDl } from '../../src/domain/glucose.ts';
import { epochMs } from '../../src/domain/instant.ts';
import type { Reading } from '../../src/domain/reading.ts';

/** 2025-04-19T16:43:20Z, where most tests begin. */
export const EPOCH_MS = 1_745_081_000_000;

/** A reading `minute` minutes after EPOCH_MS (fractions are fine down to a millisecond). */
export function makeReading(minute: number, more: Partial<Reading> = {}): Reading {
  return {
    kind: 'reading',
    systemTime: epochMs(Math.round(EPOCH_MS + minute * 60_000)),
    glucoseMgdl: 120 as MgDl,
    trend: 'flat',
    ...more,
  };
}
