import type { MgDl } from '../../src/domain/glucose.ts';
import { epochMs } from '../../src/domain/instant.ts';
import type { Reading } from '../../src/domain/reading.ts';
import type { Observation } from '../../src/domain/record.ts';
import type { SourceBatch } from '../../src/sources/source.ts';

/** 2025-04-19T16:43:33.817Z, a measurement time seen on the wire. */
export const T0 = 1_745_081_013_817;
export const PERIOD_MS = 300_000;

/** An observation as Share gives it, unless it says otherwise. */
export function seen(
  atMs: number,
  glucoseMgdl = 120,
  extra: Partial<Observation<Reading>> = {},
): Observation<Reading> {
  return {
    kind: 'reading',
    source: 'share',
    systemTime: epochMs(atMs),
    glucoseMgdl: glucoseMgdl as MgDl,
    trend: 'flat',
    ...extra,
  };
}

/** A batch that covers everything up to now. */
export function batchOf(...observations: Observation<Reading>[]): SourceBatch {
  return { observations, skipped: [], coveredFrom: epochMs(T0 - 86_400_000) };
}
