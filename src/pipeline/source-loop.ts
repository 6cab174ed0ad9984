import { asFailure, type BridgeFailure } from '../domain/failure.ts';
import { MINUTE_MS, epochMs, type EpochMs } from '../domain/instant.ts';
import type { Journal } from '../journal/journal.ts';
import type { Clock } from '../platform/clock.ts';
import type { Random } from '../platform/random.ts';
import type { Source } from '../sources/source.ts';
import type { Emit } from '../telemetry/events.ts';
import type { Bell } from './bell.ts';
import { createHoleWatch } from './holes.ts';
import { lagMemory } from './lag-memory.ts';
import { latchSlotName, refusalOf } from './latch.ts';
import { createLatchGate } from './latch-gate.ts';
import type { PassResult } from './pass.ts';
import { pollOnce, type PollResult } from './poll.ts';
import { createPollSchedule, type PollSchedule } from './poll-schedule.ts';
import { reactTo } from './retry-policy.ts';

/** What a source’s loop is given. */
export interface SourceLoopParts {
  readonly account: string;
  readonly source: Source;
  readonly journal: Journal;
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
  const { account, source, journal, clock, random, emit, bell } = parts;
  const holes = createHoleWatch(source.reachMs, source.periodMs);
  const slot = journal.slot(account, latchSlotName('source', source.name));
  const gate = createLatchGate(slot, source.credentialsFingerprint, clock);
  const memory = lagMemory(journal.slot(account, `lag:${source.name}`));
  let nextAt: EpochMs | undefined;
  let quiet = false;
  let isOpen = false;

  async function poll(signal: AbortSignal, schedule?: PollSchedule): Promise<void> {
    const result = await pollOnce({ ...parts, holes }, signal);
    schedule?.polled(result);
    nextAt = schedule?.nextPollAt(clock.now());
    tell(result);
    await watchQuiet(result);
    if (schedule) await memory.save(schedule.samples);
  }

  function tell({ batch, ingested, newest, answeredAt }: PollResult): void {
    for (const entry of ingested.setAside) emit({ type: 'record.set_aside', account, entry });
    for (const reading of ingested.changed) {
      emit({ type: 'reading.changed', account, source: source.name, reading });
    }
    for (const reading of ingested.added) {
      const lagMs = answeredAt - reading.systemTime;
      emit({ type: 'reading.recorded', account, source: source.name, reading, lagMs });
    }
    if (ingested.added.length + ingested.changed.length > 0) bell.ring();
    emit({
      type: 'source.polled',
      account,
      source: source.name,
      fetched: batch.observations.length + batch.skipped.length,
      added: ingested.added.length,
      changed: ingested.changed.length,
      ...(newest === undefined ? {} : { newest }),
      ...(nextAt === undefined ? {} : { nextPollAt: nextAt }),
    });
  }

  /** Says once when the sensor falls silent. */
  async function watchQuiet({ newest, answeredAt }: PollResult): Promise<void> {
    const since = newest ?? (await journal.newest(account))?.record.systemTime;
    const isQuiet = since === undefined || answeredAt - since > QUIET_MS;
    if (isQuiet && !quiet) {
      emit({
        type: 'source.quiet',
        account,
        source: source.name,
        ...(since === undefined ? {} : { since }),
      });
    }
    quiet = isQuiet;
  }

  async function openOnce(): Promise<void> {
    if (isOpen) return;
    await source.open();
    isOpen = true;
  }

  async function closeOnce(): Promise<void> {
    if (!isOpen) return;
    isOpen = false;
    await source.close();
  }

  async function waitOutLatch(signal: AbortSignal): Promise<void> {
    const latch = await gate.closed();
    if (latch === undefined) return;
    nextAt = undefined;
    emit({ type: 'source.latched', account, source: source.name, failure: refusalOf(latch) });
    await gate.whenOpen(signal);
    emit({ type: 'source.opened', account, source: source.name, why: 'the latch was opened' });
  }

  /** One failure, dealt with; resolves when it is time to try again. */
  async function recover(
    failure: BridgeFailure,
    failures: number,
    signal: AbortSignal,
  ): Promise<void> {
    const reaction = reactTo(failure, failures, clock.now(), random);
    switch (reaction.act) {
      case 'crash':
        throw failure;
      case 'latch':
        await gate.close(failure);
        return;
      case 'retry':
        nextAt = reaction.at;
        emit({
          type: 'source.failed',
          account,
          source: source.name,
          failure,
          retryAt: reaction.at,
        });
        await clock.sleep(reaction.at - clock.now(), signal);
    }
  }

  async function keepAsking(signal: AbortSignal): Promise<void> {
    let failures = 0;
    let schedule: PollSchedule | undefined;
    for (;;) {
      try {
        await waitOutLatch(signal);
        await openOnce();
        schedule ??= createPollSchedule({
          periodMs: source.periodMs,
          callsPerReading: parts.requestsPerReading,
          random,
          samples: await memory.load(),
        });
        await poll(signal, schedule);
        failures = 0;
        await clock.sleep((nextAt ?? clock.now()) - clock.now(), signal);
      } catch (thrown) {
        if (signal.aborted) return;
        failures += 1;
        await recover(asFailure(thrown), failures, signal);
      }
    }
  }

  return {
    nextPollAt: () => nextAt,
    async run(signal) {
      try {
        await keepAsking(signal);
      } catch (thrown) {
        if (!signal.aborted) throw thrown;
      } finally {
        nextAt = undefined;
        await closeOnce();
      }
    },
    async once(signal) {
      const latch = await gate.closed();
      if (latch) return { outcome: 'latched', failure: refusalOf(latch) };
      try {
        await openOnce();
        await poll(signal);
        return { outcome: 'ok' };
      } catch (thrown) {
        const failure = asFailure(thrown);
        if (failure.kind === 'bug') throw failure;
        if (failure.kind !== 'credentials') {
          emit({
            type: 'source.failed',
            account,
            source: source.name,
            failure,
            retryAt: epochMs(clock.now()),
          });
          return { outcome: 'failed', failure };
        }
        await gate.close(failure);
        emit({ type: 'source.latched', account, source: source.name, failure });
        return { outcome: 'latched', failure };
      } finally {
        await closeOnce();
      }
    },
  };
}
