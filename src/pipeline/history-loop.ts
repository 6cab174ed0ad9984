import { BridgeFailure } from '../domain/failure.ts';
import { DAY_MS, MINUTE_MS, SECOND_MS, epochMs, type EpochMs } from '../domain/instant.ts';
import type { StateSlot } from '../domain/state-slot.ts';
import type { Journal } from '../journal/journal.ts';
import type { StateStore } from '../journal/state-store.ts';
import type { Clock } from '../platform/clock.ts';
import type { Random } from '../platform/random.ts';
import type { HistoryList, HistorySource } from '../sources/history-source.ts';
import type { Emit } from '../telemetry/events.ts';
import type { Bell } from './bell.ts';
import { createGuardedLoop } from './guarded-loop.ts';
import { passHistory, type HistoryPassResult } from './history-pass.ts';
import { createHistoryMemory } from './history-state.ts';
import type { Ingested } from './ingest.ts';
import { latchSlotName } from './latch.ts';
import type { PassResult } from './pass.ts';
import { HISTORY_PATIENCE } from './retry-policy.ts';

/** What a history loop is given. */
export interface HistoryLoopParts {
  readonly account: string;
  readonly source: HistorySource;
  readonly journal: Journal;
  /** Where latches and the person are kept. */
  readonly state: Pick<StateStore, 'slot'>;
  readonly clock: Clock;
  readonly random: Random;
  readonly emit: Emit;
  /** Rung when the journal has grown. */
  readonly bell: Bell;
  /** See `mergeObservation`. */
  readonly toleranceMs: number;
  readonly schedule: HistorySchedule;
  /** Holds the authorization: when someone else changes it, a wait after a failure is over. */
  readonly authorization?: StateSlot;
}

/** When the service is asked for newer records. */
export interface HistorySchedule {
  /** The first instant of the schedule that is later. */
  next(after: EpochMs): EpochMs;
}

/** Keeps the journal up to date with a service that keeps the past. Knows no sink: a dead one changes nothing here. */
export interface HistoryLoop {
  /** Syncs until the signal is aborted; rejects only for a bug. */
  run(signal: AbortSignal): Promise<void>;
  /** Brings the newest records, without retries and never the first import. */
  once(signal: AbortSignal): Promise<PassResult>;
  /** When the next sync is due, while running. */
  nextSyncAt(): EpochMs | undefined;
}

/** Bridges that start together (after a power cut, an update) come one by one. */
const LONGEST_START_DELAY_MS = 20 * SECOND_MS;

/** Bridges with one schedule come over this time, or over half of their interval where that is shorter. */
const LONGEST_JITTER_MS = 5 * MINUTE_MS;

/** Older readings are told by their number only. */
const NEWS_MS = DAY_MS;

/** A history source’s loop; it opens the source when it starts and closes it when it ends. */
export function createHistoryLoop(parts: HistoryLoopParts): HistoryLoop {
  const { account, source, journal, state, clock, random, emit, bell, schedule } = parts;
  const of = { account, source: source.name };
  const memory = createHistoryMemory(journal, account);
  const pauses = new Map<HistoryList, BridgeFailure>();
  let nextAt: EpochMs | undefined;

  const loop = createGuardedLoop({
    adapter: source,
    latch: state.slot(account, latchSlotName('source', source.name)),
    clock,
    random,
    patience: HISTORY_PATIENCE,
    ...(parts.authorization === undefined ? {} : { remedy: parts.authorization }),
    tell: {
      failed(failure, retryAt) {
        nextAt = retryAt;
        emit({ type: 'source.failed', ...of, failure, retryAt });
      },
      latched(failure) {
        nextAt = undefined;
        emit({ type: 'source.latched', ...of, failure });
      },
      opened(why) {
        pauses.clear();
        emit({ type: 'source.opened', ...of, why });
      },
    },
  });

  function note(ingested: Ingested, answeredAt: EpochMs): void {
    const { added, changed, setAside } = ingested;
    if (added.length + changed.length > 0) bell.ring();
    for (const entry of setAside) emit({ type: 'record.set_aside', account, entry });
    for (const reading of changed) {
      if (reading.kind !== 'reading' || answeredAt - reading.systemTime > NEWS_MS) continue;
      emit({ type: 'reading.changed', ...of, reading });
    }
    for (const reading of added) {
      const lagMs = answeredAt - reading.systemTime;
      if (reading.kind !== 'reading' || lagMs > NEWS_MS) continue;
      emit({ type: 'reading.recorded', ...of, reading, lagMs });
    }
  }

  function tellSynced(result: HistoryPassResult): void {
    const { windows, added, changed, addedKinds, changedKinds, importedTo } = result;
    emit({
      type: 'history.synced',
      ...of,
      windows,
      added,
      changed,
      addedKinds,
      changedKinds,
      ...(importedTo === undefined ? {} : { importedTo }),
      ...(nextAt === undefined ? {} : { nextSyncAt: nextAt }),
    });
  }

  /** The schedule’s next instant, spread out. */
  function nextOf(now: EpochMs): EpochMs {
    const at = schedule.next(now);
    const spreadMs = Math.min((schedule.next(at) - at) / 2, LONGEST_JITTER_MS);
    return epochMs(Math.round(at + random.next() * spreadMs));
  }

  async function syncAndWait(signal: AbortSignal): Promise<void> {
    const dueAt = nextOf(clock.now());
    nextAt = dueAt;
    const isNextDue = () => clock.now() >= dueAt;
    const result = await passHistory(
      { ...parts, memory, pauses, note },
      { mode: 'run', isNextDue },
      signal,
    );
    tellSynced(result);
    if (result.failure !== undefined) throw untilNext(result.failure, dueAt);
    await clock.sleep(dueAt - clock.now(), signal);
  }

  async function syncOnce(signal: AbortSignal): Promise<void> {
    const aim = { mode: 'once', isNextDue: () => false } as const;
    const result = await passHistory({ ...parts, memory, pauses, note }, aim, signal);
    tellSynced(result);
    if (result.failure !== undefined) throw result.failure;
  }

  return {
    nextSyncAt: () => nextAt,
    async run(signal) {
      try {
        const delayMs = Math.round(random.next() * LONGEST_START_DELAY_MS);
        nextAt = epochMs(clock.now() + delayMs);
        await clock.sleep(delayMs, signal);
        await loop.run(syncAndWait, signal);
      } catch (thrown) {
        if (!signal.aborted) throw thrown;
      } finally {
        nextAt = undefined;
      }
    },
    once: (signal) => loop.once(syncOnce, signal),
  };
}

/** One list’s wish for patience is its own: the others are asked at their time. */
function untilNext(failure: BridgeFailure, dueAt: EpochMs): BridgeFailure {
  const { code, kind, message, retryAt, cause } = failure;
  if (retryAt === undefined || retryAt <= dueAt) return failure;
  return new BridgeFailure(code, kind, message, { retryAt: dueAt, cause });
}
