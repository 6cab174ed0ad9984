import type { MgDl } from '../../domain/glucose.ts';
import { epochMs, type EpochMs } from '../../domain/instant.ts';
import type { Trend } from '../../domain/trend.ts';
import type { AppearanceDelay } from '../patient/appearance-delay.ts';
import type { Span } from '../patient/sensor-record.ts';
import type { MalformedKind } from '../share/malformed-record.ts';
import type { ShareFault } from '../share/share-fault.ts';
import { changeShape, type ShareShape } from '../share/share-shape.ts';
import type { ShareWorld } from '../share/share-world.ts';
import type { FaultOrder } from '../wire/fault-board.ts';

/** What can be done to the running service and its patient. */
export interface ShareControl {
  /** A fault for one endpoint (last part of its path) or all, for the next `times` requests or until cleared. */
  setFault(fault: ShareFault, where?: { endpoint?: string; times?: number }): void;
  clearFaults(endpoint?: string): void;
  faults(): readonly FaultOrder<ShareFault>[];
  /** Ends all sessions: the next read answers SessionIdNotFound. */
  expireSessions(): void;
  setSessionLifetime(lifetimeMs: number): void;
  changePassword(name: string, password: string): void;
  setSharing(name: string, sharing: boolean): void;
  unlockAccount(name: string): void;
  setShape(change: Partial<ShareShape>): void;
  /** No readings in the span. */
  addGap(span: Span): void;
  /** Readings of the span appear no earlier than `visibleAt`. */
  addLate(span: Span, visibleAt: EpochMs): void;
  setValue(span: Span, value: 'low' | 'high' | number): void;
  setTrend(span: Span, trend: Trend): void;
  /** One more record; it appears now when nothing else is said. */
  addRecord(record: {
    systemTime: EpochMs;
    glucoseMgdl: number;
    trend?: Trend;
    appearsAt?: EpochMs;
  }): void;
  /** A record dated ahead of the hour that appears at once. */
  addFutureRecord(aheadMs: number, glucoseMgdl?: number): void;
  /** A broken record at `at`, or now. */
  addMalformed(kind: MalformedKind, at?: EpochMs): void;
  clearMalformed(): void;
  setWatchDuplicates(on: boolean): void;
  setAppearanceDelay(delay: AppearanceDelay): void;
  setUtcOffset(minutes: number): void;
  clearRequests(): void;
}

/** Glucose of a record by hand of which nothing is said. */
const USUAL_MGDL = 120;

/** The control of one world. Changes of the patient are those of the simulator's own. */
export function createShareControl(world: ShareWorld): ShareControl {
  const { patient, faults, sessions, accounts, clock } = world;
  const control: ShareControl = {
    setFault: (fault, { endpoint, times } = {}) => faults.set(fault, endpoint, times),
    clearFaults: (endpoint) => faults.clear(endpoint),
    faults: () => faults.list(),
    expireSessions: () => sessions.expireAll(),
    setSessionLifetime: (lifetimeMs) => sessions.setLifetime(lifetimeMs),
    changePassword: (name, password) => accounts.changePassword(name, password),
    setSharing: (name, sharing) => accounts.setSharing(name, sharing),
    unlockAccount: (name) => accounts.unlock(name),
    setShape(change) {
      world.shape = changeShape(world.shape, change);
    },
    addGap: (span) => patient.addGap(span),
    addLate: (span, visibleAt) => patient.addLate(span, visibleAt),
    setValue: (span, value) => patient.setValue(span, value),
    setTrend: (span, trend) => patient.setTrend(span, trend),
    addRecord: ({ systemTime, glucoseMgdl, trend = 'flat', appearsAt = clock.now() }) =>
      // The patient refuses what no sensor could say.
      patient.addRecord({ systemTime, glucoseMgdl: glucoseMgdl as MgDl, trend, appearsAt }),
    addFutureRecord: (aheadMs, glucoseMgdl = USUAL_MGDL) =>
      control.addRecord({ systemTime: epochMs(clock.now() + aheadMs), glucoseMgdl }),
    addMalformed: (kind, at = clock.now()) => world.malformed.push({ kind, at }),
    clearMalformed() {
      world.malformed.length = 0;
    },
    setWatchDuplicates: (on) => patient.setWatchDuplicates(on),
    setAppearanceDelay: (delay) => patient.setAppearanceDelay(delay),
    setUtcOffset: (minutes) => patient.setUtcOffset(minutes),
    clearRequests: () => world.requests.clear(),
  };
  return control;
}
