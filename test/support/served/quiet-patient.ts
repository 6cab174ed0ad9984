import { epochMs, HOUR_MS, MINUTE_MS, type EpochMs } from '../../../src/domain/instant.ts';
import type { PatientOptions } from '../../../src/simulator/index.ts';

/** The next reading comes so long after the start, give or take some seconds: none interrupts a test. */
const NEXT_IN_MS = 4 * MINUTE_MS;
const PERIOD_MS = 5 * MINUTE_MS;

/** A person whose readings have all appeared, since `since`, and who has no new one for minutes. */
export function quietPatient(
  now: number,
  since: EpochMs = epochMs(now - 20 * HOUR_MS),
): Pick<PatientOptions, 'startAt' | 'notBefore' | 'appearanceDelay'> {
  return {
    startAt: epochMs(now + NEXT_IN_MS - PERIOD_MS),
    notBefore: since,
    appearanceDelay: 15_000,
  };
}
