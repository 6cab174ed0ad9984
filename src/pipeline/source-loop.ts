import { MINUTE_MS, type EpochMs } from '../domain/instant.ts';
import type { Journal } from '../journal/journal.ts';
import type { StateStore } from '../journal/state-store.ts';
import type { Clock } from '../platform/clock.ts';
import type { Random } from '../platform/random.ts';
import type { Source } from '../sources/source.ts';
import type { Emit } from '../telemetry/events.ts';
import type { Bell } from './bell.ts';
import { createGuardedLoop } from './guarded-loop.ts';
import { createHoleWatch } from './holes.ts';
import { lagMemory } from './lag-memory.ts';
import { latchSlotName } from './latch.ts';
import type { PassResult } from './pass.ts';
import { pollOnce, type PollResult } from './poll.ts';
import { createPollSchedule, type PollSchedule } from './poll-schedule.ts';

/** What a source’s loop is given. */
export interface SourceLoopParts {
  readonly account: string;
  readonly source: Source;
  readonly journal: Journal;
  /** Where the latch and the person are kept. */
  readonly state: Pick<StateStore, 'slot'>;
  readonly clock: Clock;
  readonly random: Random;
  readonly emit: Emit;
  /** Rung when the journal has grown. */
  readonly bell: Bell;
  /** See `mergeObservation`. */
  readonly toleranceMs: number;
  /** Mean number of calls spent on one reading. */
  readonly requestsPerReading: number;
}

/** Keeps the journal up to date with one source. Knows no sink: a dead one changes nothing here. */
export interface SourceLoop {
  /** Asks until the signal is aborted; rejects only for a bug. */
  run(signal: AbortSignal): Promise<void>;
  /** Asks once, without retries. */
  once(signal: AbortSignal): Promise<PassResult>;
  /** When the next call is due, while running. */
  nextPollAt(): EpochMs | undefined;
}

/** A sensor that said nothing for this long has a state of its own: sharing off, no follower, warm-up, out of reach. */
const QUIET_MS = 21 * MINUTE_MS;

/** A source’s loop; it opens the source when it starts and closes it when it ends. */
export function createSourceLoop(parts: SourceLoopParts): SourceLoop {
  const { account, source, journal, state, clock, random, emit, bell } = parts;
  const of = { account, source: source.name };
  const holes = createHoleWatch(source.reachMs, source.periodMs);
  const memory = lagMemory(journal.slot(account, `lag:${source.name}`));
  let schedule: PollSchedule | undefined;
  let nextAt: EpochMs | undefined;
  let quiet = false;

  const loop = createGuardedLoop({
    adapter: source,
    latch: state.slot(account, latchSlotName('source', source.name)),
    clock,
    random,
    tell: {
      failed(failure, retryAt) {
        nextAt = retryAt;
        emit({ type: 'source.failed', ...of, failure, retryAt });
      },
      latched(failure) {
        nextAt = undefined;
        emit({ type: 'source.latched', ...of, failure });
      },
      opened: (why) => emit({ type: 'source.opened', ...of, why }),
    },
  });

  async function poll(signal: AbortSignal): Promise<void> {
    const result = await pollOnce({ ...parts, holes }, signal);
    const { added, changed } = result.ingested;
    // First of all: the sinks are at work while the rest is told and the next call is planned.
    if (added.length + changed.length > 0) bell.ring();
    tellRecords(result);
    await watchQuiet(result);
    schedule?.polled(result);
    nextAt = schedule?.nextPollAt(clock.now());
    emit({
      type: 'source.polled',
      ...of,
      fetched: result.batch.observations.length + result.batch.skipped.length,
      added: added.length,
      changed: changed.length,
      ...(result.newest === undefined ? {} : { newest: result.newest }),
      ...(nextAt === undefined ? {} : { nextPollAt: nextAt }),
    });
    if (schedule) await memory.save(schedule.samples);
  }

  function tellRecords({ ingested, answeredAt }: PollResult): void {
    for (const entry of ingested.setAside) emit({ type: 'record.set_aside', account, entry });
    for (const reading of ingested.changed) emit({ type: 'reading.changed', ...of, reading });
    for (const reading of ingested.added) {
      const lagMs = answeredAt - reading.systemTime;
      emit({ type: 'reading.recorded', ...of, reading, lagMs });
    }
  }

  /** Says once when the sensor falls silent. */
  async function watchQuiet({ newest, answeredAt }: PollResult): Promise<void> {
    const since = newest ?? (await journal.newest(account))?.record.systemTime;
    const isQuiet = since === undefined || answeredAt - since > QUIET_MS;
    if (isQuiet && !quiet) {
      emit({ type: 'source.quiet', ...of, ...(since === undefined ? {} : { since }) });
    }
    quiet = isQuiet;
  }

  async function pollAndWait(signal: AbortSignal): Promise<void> {
    schedule ??= createPollSchedule({
      periodMs: source.periodMs,
      callsPerReading: parts.requestsPerReading,
      random,
      samples: await memory.load(),
    });
    await poll(signal);
    await clock.sleep((nextAt ?? clock.now()) - clock.now(), signal);
  }

  return {
    nextPollAt: () => nextAt,
    async run(signal) {
      try {
        await loop.run(pollAndWait, signal);
      } finally {
        nextAt = undefined;
      }
    },
    once: (signal) => loop.once(poll, signal),
  };
}
