import type { EpochMs } from '../../domain/instant.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Random } from '../../platform/random.ts';
import type { SimulatedPatient } from '../patient/patient.ts';
import type { FaultBoard } from '../wire/fault-board.ts';
import type { RequestLog, ShareRequestRecord } from '../wire/request-log.ts';
import type { MalformedKind } from './malformed-record.ts';
import type { ShareAccounts } from './share-accounts.ts';
import type { ShareFault } from './share-fault.ts';
import type { ShareSessions } from './share-sessions.ts';
import type { ShareShape } from './share-shape.ts';

/** Everything the simulated service knows; the endpoints read it, the control changes it. */
export interface ShareWorld {
  readonly clock: Clock;
  readonly random: Random;
  /** Whose readings are shown where an account names no one else. */
  readonly patient: SimulatedPatient;
  readonly accounts: ShareAccounts;
  readonly sessions: ShareSessions;
  readonly faults: FaultBoard<ShareFault>;
  readonly requests: RequestLog<ShareRequestRecord>;
  /** Broken records among the good ones, each at its instant. */
  readonly malformed: { readonly kind: MalformedKind; readonly at: EpochMs }[];
  shape: ShareShape;
}
