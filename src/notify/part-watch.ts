import type { BridgeFailure } from '../domain/failure.ts';
import { MINUTE_MS, type EpochMs } from '../domain/instant.ts';
import { UNCLEAR, type Condition, type Fault } from './trouble.ts';

/** A sink that fails for less is nothing: servers restart. */
const STUCK_AFTER_MS = 15 * MINUTE_MS;

/**
 * A part says nothing when a round went well and had nothing to do. So a failure whose next try is this long past, without
 * another failure, is over.
 */
const SILENCE_MS = 5 * MINUTE_MS;

/** What a part does now. */
export interface Doing {
  readonly does: 'silent' | 'answers' | 'fails' | 'latched';
  readonly fault?: Fault;
}

/** What one source or sink was heard to do. */
export interface PartWatch {
  worked(): void;
  failed(failure: BridgeFailure, now: EpochMs, retryAt: EpochMs): void;
  latched(failure: BridgeFailure, now: EpochMs): void;
  opened(now: EpochMs): void;
  /** Whether its latch is closed, or it goes on failing. @param side only a sink is ever stuck: a source that fails is told by its data */
  condition(now: EpochMs, side: 'source' | 'sink'): Condition;
  /** What it does now, for the cause of stopped data. */
  readonly doing: Doing;
}

type State =
  | { readonly is: 'silent' }
  | { readonly is: 'working' }
  | { readonly is: 'latched'; readonly since: EpochMs; readonly fault: Fault }
  | {
      /** The latch is open, and nothing has worked yet. */
      readonly is: 'trying';
      readonly since: EpochMs;
    }
  | {
      readonly is: 'failing';
      readonly since: EpochMs;
      readonly fault: Fault;
      readonly retryAt: EpochMs;
    };

/** Nothing heard yet. */
export function createPartWatch(): PartWatch {
  let state: State = { is: 'silent' };

  function conditionOfFailing(
    { since, fault, retryAt }: Extract<State, { is: 'failing' }>,
    now: EpochMs,
    side: 'source' | 'sink',
  ): Condition {
    if (now > retryAt + SILENCE_MS) return { state: 'well', isProven: false };
    if (side === 'source') {
      // It fails, so it is not latched.
      return now - since < SILENCE_MS ? UNCLEAR : { state: 'well', isProven: false };
    }
    if (now - since < STUCK_AFTER_MS) return UNCLEAR;
    return { state: 'trouble', trouble: { word: 'stuck', since, fault } };
  }

  return {
    worked() {
      state = { is: 'working' };
    },
    failed(failure, now, retryAt) {
      const since = state.is === 'failing' ? state.since : now;
      state = { is: 'failing', since, fault: faultOf(failure), retryAt };
    },
    latched(failure, now) {
      const since = state.is === 'latched' ? state.since : now;
      state = { is: 'latched', since, fault: faultOf(failure) };
    },
    opened(now) {
      state = { is: 'trying', since: now };
    },
    condition(now, side) {
      switch (state.is) {
        case 'silent':
          return UNCLEAR;
        case 'working':
          return { state: 'well', isProven: true };
        case 'latched': {
          const { since, fault } = state;
          return { state: 'trouble', trouble: { word: 'latched', since, fault } };
        }
        case 'trying':
          // A login that is refused again closes the latch within seconds: no word of it being open in between.
          return now - state.since < SILENCE_MS ? UNCLEAR : { state: 'well', isProven: false };
        case 'failing':
          return conditionOfFailing(state, now, side);
      }
    },
    get doing(): Doing {
      switch (state.is) {
        case 'silent':
        case 'trying':
          return { does: 'silent' };
        case 'working':
          return { does: 'answers' };
        case 'latched':
          return { does: 'latched', fault: state.fault };
        case 'failing':
          return { does: 'fails', fault: state.fault };
      }
    },
  };
}

function faultOf({ code, message }: BridgeFailure): Fault {
  return { code, message };
}
