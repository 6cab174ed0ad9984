import { HOUR_MS, MINUTE_MS } from '../../domain/instant.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Random } from '../../platform/random.ts';
import { createPatient, type PatientOptions, type SimulatedPatient } from '../patient/patient.ts';
import { createFaultBoard } from '../wire/fault-board.ts';
import { createRequestLog, type ShareRequestRecord } from '../wire/request-log.ts';
import { createShareAccounts, type LockRule, type ShareAccount } from './share-accounts.ts';
import type { ShareFault } from './share-fault.ts';
import { createShareSessions } from './share-sessions.ts';
import { changeShape, modernShape, type ShareShape } from './share-shape.ts';
import type { ShareWorld } from './share-world.ts';

/** What the simulated Share service is made of. */
export interface ShareWorldOptions {
  readonly clock: Clock;
  readonly random: Random;
  readonly accounts: readonly ShareAccount[];
  readonly patient: SimulatedPatient | Omit<PatientOptions, 'clock'>;
  /** From login to expiry, in ms; 24 h by default. */
  readonly sessionLifetimeMs?: number;
  /** Five refusals lock an account for ten minutes by default. */
  readonly lock?: Partial<LockRule>;
  readonly shape?: Partial<ShareShape>;
}

const USUAL_LOCK: LockRule = { maxAttempts: 5, lockMs: 10 * MINUTE_MS };

/** The world of a Share service before its first request. */
export function createShareWorld(options: ShareWorldOptions): ShareWorld {
  const { clock, random } = options;
  return {
    clock,
    random,
    patient:
      'readings' in options.patient
        ? options.patient
        : createPatient({ ...options.patient, clock }),
    accounts: createShareAccounts(options.accounts, { ...USUAL_LOCK, ...options.lock }),
    sessions: createShareSessions(options.sessionLifetimeMs ?? 24 * HOUR_MS, random),
    faults: createFaultBoard<ShareFault>(),
    requests: createRequestLog<ShareRequestRecord>(),
    malformed: [],
    shape: changeShape(modernShape, options.shape ?? {}),
  };
}
