import { BridgeFailure } from '../domain/failure.ts';
import { epochMs, HOUR_MS, type EpochMs } from '../domain/instant.ts';
import type { Reading } from '../domain/reading.ts';
import type { Observation } from '../domain/record.ts';
import { createHoleWatch } from '../pipeline/holes.ts';
import type { LagSample } from '../pipeline/lag-belief.ts';
import { newestTime } from '../pipeline/poll-newest.ts';
import { createPollSchedule, POLL_FLOOR_MS } from '../pipeline/poll-schedule.ts';
import { reactTo } from '../pipeline/retry-policy.ts';
import type { Clock } from '../platform/clock.ts';
import type { Random } from '../platform/random.ts';
import type { Source, SourceBatch } from '../sources/source.ts';
import type { FollowedReading } from './glucose-reading.ts';
import { partFuture } from './part-future.ts';
import { createSeenTimes } from './seen-times.ts';
import type { SkippedRecord } from './skipped-record.ts';
import { toGlucoseReading } from './to-record.ts';
import type { WakeableWait } from './wakeable-wait.ts';

/** What following is given. */
export interface FollowParts {
  readonly source: Source;
  readonly clock: Clock;
  readonly random: Random;
  readonly wait: WakeableWait;
  /** Readings after this instant only; undefined: from the newest there is. */
  readonly since: EpochMs | undefined;
  /** The reading of that very instant is known. */
  readonly isSinceKnown: boolean;
  readonly callsPerReading: number;
  readonly sameWithinMs: number;
  readonly skipLate: boolean;
  /** Timing that an earlier following learned. */
  readonly samples: readonly LagSample[];
  readonly tell: {
    asking(): void;
    waiting(until: EpochMs): void;
    retrying(until: EpochMs, failure: BridgeFailure): void;
    learned(samples: readonly LagSample[]): void;
    skipped(record: SkippedRecord): void;
  };
}

/** Records remembered as told: more than an answer can hold, many times over. */
const MOST_KEYS = 2_000;

/**
 * New readings, each once, in order of system time but for those that Dexcom shows late. Waits out what passes by itself; throws
 * BridgeFailure of the kinds credentials, config and bug. Returns when the signal is aborted.
 */
export async function* followReadings(
  parts: FollowParts,
  signal: AbortSignal,
): AsyncGenerator<FollowedReading, undefined> {
  const { source, clock, random, wait, sameWithinMs, tell } = parts;
  const { reachMs, periodMs } = source;
  const schedule = createPollSchedule({
    periodMs,
    callsPerReading: parts.callsPerReading,
    random,
    samples: parts.samples,
  });
  const holes = createHoleWatch(reachMs, periodMs);
  const seen = createSeenTimes(sameWithinMs);
  const toldKeys = new Set<string>();
  let floor = parts.since;
  let isFirst = floor === undefined;
  let newestGiven = Number.NEGATIVE_INFINITY;
  if (floor !== undefined && parts.isSinceKnown) seen.add(floor);

  /** Times that are not asked for: to the watch it is as if readings stood all the way up to where following began. */
  function ladder(now: EpochMs): EpochMs[] {
    const rungs: EpochMs[] = [];
    if (floor === undefined) return rungs;
    for (let at = floor; at > now - reachMs; at = epochMs(at - periodMs)) rungs.unshift(at);
    return rungs;
  }

  async function poll(): Promise<FollowedReading[]> {
    const sentAt = clock.now();
    tell.asking();
    const held = [...ladder(sentAt), ...seen.all].sort((a, b) => a - b);
    const question = isFirst
      ? { from: epochMs(sentAt - reachMs), holes: [] }
      : holes.next(held, sentAt);
    const batch = await source.fetch({ from: question.from, to: sentAt }, signal);
    const answeredAt = clock.now();
    holes.answered(question, batch.coveredFrom, answeredAt);
    const times = batch.observations.map(({ systemTime }) => systemTime);
    const newest = newestTime(times, answeredAt, sameWithinMs);
    schedule.polled({ sentAt, answeredAt, newest });
    tell.learned(schedule.samples);
    const fresh = takeFresh(batch, answeredAt);
    seen.forgetBefore(epochMs(answeredAt - reachMs - HOUR_MS));
    return fresh;
  }

  function takeFresh(batch: SourceBatch, answeredAt: EpochMs): FollowedReading[] {
    const now = batch.serverTime ?? answeredAt;
    const readings = batch.observations.filter(isReading);
    const { present, future } = partFuture(readings, now);
    for (const record of [...batch.skipped, ...future]) {
      if (toldKeys.has(record.key)) continue;
      toldKeys.add(record.key);
      tell.skipped(record);
    }
    for (const key of toldKeys) {
      if (toldKeys.size <= MOST_KEYS) break;
      toldKeys.delete(key);
    }
    if (isFirst) beginAt(present);
    isFirst = false;
    return present.flatMap((reading) => {
      const { systemTime } = reading;
      if ((floor !== undefined && systemTime <= floor) || seen.has(systemTime)) return [];
      seen.add(systemTime);
      const isLate = systemTime < newestGiven;
      newestGiven = Math.max(newestGiven, systemTime);
      return isLate && parts.skipLate ? [] : [{ ...toGlucoseReading(reading), isLate }];
    });
  }

  /** Without an instant to begin at, the newest reading is the first. */
  function beginAt(readings: readonly Observation<Reading>[]): void {
    const times = readings.map(({ systemTime }) => systemTime);
    const last = times.at(-1);
    if (last === undefined) return;
    const newest = newestTime(times, last, sameWithinMs) ?? last;
    floor = epochMs(newest - 1);
  }

  for (let failures = 0; ;) {
    let fresh: FollowedReading[];
    try {
      fresh = await poll();
      failures = 0;
    } catch (thrown) {
      if (signal.aborted) return;
      if (!(thrown instanceof BridgeFailure) || thrown.kind === 'config') throw thrown;
      failures += 1;
      const reaction = reactTo(thrown, failures, clock.now(), random);
      if (reaction.act !== 'retry') throw thrown;
      tell.retrying(reaction.at, thrown);
      const isOver = await wait.until(reaction.at, reaction.at, signal);
      if (isOver) return;
      continue;
    }
    const askedAt = clock.now();
    for (const reading of fresh) {
      yield reading;
      if (signal.aborted) return;
    }
    const at = schedule.nextPollAt(clock.now());
    tell.waiting(at);
    if (await wait.until(at, epochMs(askedAt + POLL_FLOOR_MS), signal)) return;
  }
}

function isReading(observation: Observation): observation is Observation<Reading> {
  return observation.kind === 'reading';
}
