import { epochMs } from '../../src/domain/instant.ts';
import { createPollSchedule } from '../../src/pipeline/poll-schedule.ts';
import type { Random } from '../../src/platform/random.ts';

/** Decides when to ask next, knowing what its calls found. All instants in ms. */
export interface Policy {
  /** One call, with the system time of the newest reading it found. */
  polled(sentAt: number, answeredAt: number, newest: number | undefined): void;
  nextPollAt(now: number): number;
}

/** A policy by name, made anew for each run. */
export interface PolicyKind {
  readonly name: string;
  make(random: Random): Policy;
}

export const PERIOD_MS = 300_000;

/** Ours, at its default budget of 1.5 calls a reading. */
const learned: PolicyKind = {
  name: 'this bridge',
  make(random) {
    const schedule = createPollSchedule({ periodMs: PERIOD_MS, callsPerReading: 1.5, random });
    return {
      polled: (sentAt, answeredAt, newest) =>
        schedule.polled({
          sentAt: epochMs(sentAt),
          answeredAt: epochMs(answeredAt),
          newest: newest === undefined ? undefined : epochMs(newest),
        }),
      nextPollAt: (now) => schedule.nextPollAt(epochMs(now)),
    };
  },
};

/** share2nightscout-bridge: every 150 s, whatever was found. */
const fixed: PolicyKind = {
  name: 'every 150 s',
  make() {
    let lastAt = 0;
    return {
      polled(sentAt) {
        lastAt = sentAt;
      },
      nextPollAt: (now) => Math.max(now, lastAt + 150_000),
    };
  },
};

/**
 * nightscout-connect: the start of the next period after now, counted from the newest reading, and 18 s to 36 s on top.
 * A call that finds nothing is no error there: it waits for the period after.
 */
const aligned: PolicyKind = {
  name: 'last + 5 min + 18…36 s',
  make(random) {
    let newest: number | undefined;
    return {
      polled(_sentAt, _answeredAt, found) {
        newest = found ?? newest;
      },
      nextPollAt(now) {
        if (newest === undefined) return now + PERIOD_MS;
        const periods = Math.ceil((now - newest) / PERIOD_MS);
        return newest + periods * PERIOD_MS + 18_000 + Math.floor(18_000 * random.next());
      },
    };
  },
};

export const POLICIES: readonly PolicyKind[] = [learned, fixed, aligned];
