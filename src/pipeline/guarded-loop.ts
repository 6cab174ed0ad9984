import { asFailure, type BridgeFailure } from '../domain/failure.ts';
import type { EpochMs } from '../domain/instant.ts';
import type { StateSlot } from '../domain/state-slot.ts';
import type { Clock } from '../platform/clock.ts';
import type { Random } from '../platform/random.ts';
import { refusalOf } from './latch.ts';
import { createLatchGate, LOOK_MS } from './latch-gate.ts';
import type { PassResult } from './pass.ts';
import { GLUCOSE_PATIENCE, reactTo, type Patience } from './retry-policy.ts';

/** What a loop around one adapter is given. */
export interface GuardedLoopParts {
  /** The source or the sink. */
  readonly adapter: {
    readonly credentialsFingerprint: string;
    open(): Promise<void>;
    close(): Promise<void>;
  };
  /** Where the adapter’s latch is kept. */
  readonly latch: StateSlot;
  readonly clock: Clock;
  readonly random: Random;
  /** Tells what happened. */
  readonly tell: {
    failed(failure: BridgeFailure, retryAt: EpochMs): void;
    latched(failure: BridgeFailure): void;
    opened(why: string): void;
  };
  /** How long it waits after a failure; for the newest readings, unless it says otherwise. */
  readonly patience?: Patience;
  /** What somebody may change to put a failure right, such as an authorization: a wait is over when it changes. */
  readonly remedy?: StateSlot;
}

/** Runs rounds of work on one adapter: opens it, retries, latches, closes it. Says so in this one place for all. */
export interface GuardedLoop {
  /** Rounds until the signal is aborted; rejects only for a bug. A round ends when it is time for the next. */
  run(round: (signal: AbortSignal) => Promise<void>, signal: AbortSignal): Promise<void>;
  /** One round without retries; rejects only for a bug. */
  once(round: (signal: AbortSignal) => Promise<void>, signal: AbortSignal): Promise<PassResult>;
}

/** Opens nothing until it runs. */
export function createGuardedLoop(parts: GuardedLoopParts): GuardedLoop {
  const { adapter, clock, random, tell, remedy, patience = GLUCOSE_PATIENCE } = parts;
  const gate = createLatchGate(parts.latch, adapter.credentialsFingerprint, clock);
  let isOpen = false;

  async function openOnce(): Promise<void> {
    if (isOpen) return;
    await adapter.open();
    isOpen = true;
  }

  async function closeOnce(): Promise<void> {
    if (!isOpen) return;
    isOpen = false;
    await adapter.close();
  }

  async function waitOutLatch(signal: AbortSignal): Promise<void> {
    const latch = await gate.closed();
    if (latch === undefined) return;
    tell.latched(refusalOf(latch));
    await gate.whenOpen(signal);
    tell.opened('the latch was opened');
  }

  /** One failure, dealt with; resolves when it is time to try again. */
  async function recover(thrown: unknown, failures: number, signal: AbortSignal): Promise<void> {
    const failure = asFailure(thrown);
    const reaction = reactTo(failure, failures, clock.now(), random, patience);
    switch (reaction.act) {
      case 'crash':
        throw failure;
      case 'latch':
        await gate.close(failure);
        return;
      case 'retry':
        tell.failed(failure, reaction.at);
        await waitOut(reaction.at, signal);
    }
  }

  /** Until then, or until the remedy has changed. */
  async function waitOut(at: EpochMs, signal: AbortSignal): Promise<void> {
    // One that cannot be read now counts as unchanged: at worst the whole wait is kept.
    const look = async (known?: string) => remedy?.read().catch(() => known);
    const before = await look();
    for (let now = clock.now(); now < at; now = clock.now()) {
      await clock.sleep(remedy === undefined ? at - now : Math.min(at - now, LOOK_MS), signal);
      if ((await look(before)) === before) continue;
      tell.opened('the authorization was renewed');
      return;
    }
  }

  async function rounds(
    round: (signal: AbortSignal) => Promise<void>,
    signal: AbortSignal,
  ): Promise<void> {
    for (let failures = 0; ;) {
      try {
        await waitOutLatch(signal);
        await openOnce();
        await round(signal);
        failures = 0;
      } catch (thrown) {
        if (signal.aborted) return;
        failures += 1;
        await recover(thrown, failures, signal);
      }
    }
  }

  return {
    async run(round, signal) {
      try {
        await rounds(round, signal);
      } catch (thrown) {
        if (!signal.aborted) throw thrown;
      } finally {
        await closeOnce();
      }
    },
    async once(round, signal) {
      try {
        const latch = await gate.closed();
        if (latch) {
          tell.latched(refusalOf(latch));
          return { outcome: 'latched', failure: refusalOf(latch) };
        }
        await openOnce();
        await round(signal);
        return { outcome: 'ok' };
      } catch (thrown) {
        const failure = asFailure(thrown);
        if (failure.kind === 'bug') throw failure;
        if (failure.kind !== 'credentials') {
          tell.failed(failure, clock.now());
          return { outcome: 'failed', failure };
        }
        await gate.close(failure);
        tell.latched(failure);
        return { outcome: 'latched', failure };
      } finally {
        await closeOnce();
      }
    },
  };
}
