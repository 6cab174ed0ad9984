import type { EpochMs } from '../domain/instant.ts';
import { MINUTE_MS } from '../domain/instant.ts';
import {
  checkInstant,
  checkNumber,
  checkOneOf,
  checkOptions,
  checkWhole,
} from './check-argument.ts';
import type { FollowOptions, FollowStatus } from './share-options.ts';

/** How readings are followed; checked. */
export interface FollowRequest {
  readonly since: EpochMs | undefined;
  readonly isSinceKnown: boolean;
  readonly callsPerReading: number;
  readonly sameWithinMs: number;
  readonly skipLate: boolean;
  readonly signal: AbortSignal | undefined;
  readonly tell: (status: FollowStatus) => void;
}

const KNOWN: readonly (keyof FollowOptions)[] = [
  'since',
  'callsPerReading',
  'sameWithinMs',
  'late',
  'onStatus',
  'signal',
];

/** Half the sensor’s period. */
const SAME_WITHIN_MS = 2.5 * MINUTE_MS;

/** Reads a caller’s options. @throws DexcomError `library.invalid_argument` */
export function readFollowOptions(given: FollowOptions): FollowRequest {
  checkOptions(given, KNOWN);
  const { since, callsPerReading = 1.5, sameWithinMs = SAME_WITHIN_MS, late = 'give' } = given;
  const isReading = typeof since === 'object' && !(since instanceof Date);
  const instant = isReading ? since.time : since;
  return {
    since: instant === undefined ? undefined : checkInstant('since', instant),
    isSinceKnown: isReading,
    callsPerReading: checkNumber('callsPerReading', callsPerReading, 1.05, 10),
    // Beyond half the period neighbours would be taken for one.
    sameWithinMs: checkWhole('sameWithinMs', sameWithinMs, 0, SAME_WITHIN_MS),
    skipLate: checkOneOf('late', late, ['give', 'skip']) === 'skip',
    signal: given.signal,
    tell: given.onStatus ?? (() => undefined),
  };
}
