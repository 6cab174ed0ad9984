import { epochMs, type EpochMs } from '../../src/domain/instant.ts';
import type { SetAside } from '../../src/domain/set-aside.ts';
import type { LagSample } from '../../src/pipeline/lag-belief.ts';
import { seededRandom } from '../../src/platform/random.ts';
import type { FetchWindow, Source } from '../../src/sources/source.ts';
import { followReadings, type FollowParts } from '../../src/library/follow-readings.ts';
import type { FollowedReading } from '../../src/library/glucose-reading.ts';
import type { SkippedRecord } from '../../src/library/skipped-record.ts';
import { createWakeableWait, type WakeableWait } from '../../src/library/wakeable-wait.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { seen } from '../support/readings.ts';

export const PERIOD_MS = 300_000;
export const MINUTE_MS = 60_000;
export const START_MS = 1_745_081_000_000;

/** A reading of the modelled sensor, and when Share begins to show it. */
export interface Appearing {
  readonly time: number;
  readonly appearsAt: number;
  readonly glucoseMgdl?: number;
}

/** What was told, in order. */
export type Told =
  | { readonly what: 'asking' }
  | { readonly what: 'waiting'; readonly until: EpochMs }
  | { readonly what: 'retrying'; readonly until: EpochMs; readonly code: string };

/** A follower of a modelled Share, in time that goes only when told. */
export interface FollowRig {
  readonly clock: FakeClock;
  readonly given: FollowedReading[];
  readonly windows: FetchWindow[];
  readonly askedAt: EpochMs[];
  readonly told: Told[];
  readonly skipped: SkippedRecord[];
  readonly wait: WakeableWait;
  /** What the follower threw, once it has. */
  readonly fault: { thrown?: unknown; over: boolean };
  stop(): Promise<void>;
}

/** Starts one and reads it to the end, as a quick loop would. */
export function startFollow(
  readings: readonly Appearing[],
  options: Partial<Omit<FollowParts, 'source' | 'clock' | 'tell'>> & {
    readonly broken?: readonly SetAside[];
    readonly serverAheadMs?: number;
    /** Called before each answer, with the number of the call and the hour; what it throws, the call throws. */
    readonly before?: (call: number, now: EpochMs) => void;
  } = {},
): FollowRig {
  const clock = new FakeClock(START_MS);
  const stop = new AbortController();
  const rig: FollowRig = {
    clock,
    given: [],
    windows: [],
    askedAt: [],
    told: [],
    skipped: [],
    wait: createWakeableWait(clock),
    fault: { over: false },
    async stop() {
      stop.abort();
      await clock.advance(0);
    },
  };
  const { broken = [], serverAheadMs, before = () => undefined, ...rest } = options;
  const source = modelShare(readings, rig, { broken, serverAheadMs, before });
  const parts: FollowParts = {
    source,
    clock,
    random: seededRandom(5),
    wait: rig.wait,
    since: undefined,
    isSinceKnown: false,
    callsPerReading: 1.5,
    sameWithinMs: 150_000,
    skipLate: false,
    samples: [] as readonly LagSample[],
    ...rest,
    tell: {
      asking: () => void rig.told.push({ what: 'asking' }),
      waiting: (until) => void rig.told.push({ what: 'waiting', until }),
      retrying: (until, { code }) => void rig.told.push({ what: 'retrying', until, code }),
      learned: () => undefined,
      skipped: (record) => void rig.skipped.push(record),
    },
  };
  void (async () => {
    try {
      for await (const reading of followReadings(parts, stop.signal)) rig.given.push(reading);
    } catch (thrown) {
      rig.fault.thrown = thrown;
    }
    rig.fault.over = true;
  })();
  return rig;
}

/** Share as it answers: by whole minutes of its own clock, the newest 288 of what has appeared. */
function modelShare(
  readings: readonly Appearing[],
  rig: FollowRig,
  {
    broken,
    serverAheadMs,
    before,
  }: {
    readonly broken: readonly SetAside[];
    readonly serverAheadMs: number | undefined;
    readonly before: (call: number, now: EpochMs) => void;
  },
): Source {
  return {
    name: 'share',
    reachMs: 86_400_000,
    periodMs: PERIOD_MS,
    credentialsFingerprint: 'x',
    open: async () => undefined,
    close: async () => undefined,
    async fetch(window, signal) {
      signal.throwIfAborted();
      const now = rig.clock.now();
      rig.windows.push(window);
      rig.askedAt.push(now);
      before(rig.windows.length, now);
      const minutes = Math.min(Math.ceil((now - window.from) / MINUTE_MS) + 1, 1440);
      const shown = readings
        .filter(({ appearsAt, time }) => appearsAt <= now && time >= now - minutes * MINUTE_MS)
        .sort((a, b) => a.time - b.time);
      const kept = shown.slice(-288);
      const oldest = kept[0]?.time ?? window.from;
      return {
        observations: kept.map(({ time, glucoseMgdl }) => seen(time, glucoseMgdl)),
        skipped: broken,
        coveredFrom: epochMs(Math.max(window.from, shown.length > 288 ? oldest : 0)),
        ...(serverAheadMs === undefined ? {} : { serverTime: epochMs(now + serverAheadMs) }),
      };
    },
  };
}

/** A sensor’s readings from `fromMs` on, each shown some seconds after it was measured. */
export function everyFiveMinutes(fromMs: number, count: number, lagMs = 20_000): Appearing[] {
  return Array.from({ length: count }, (_, index) => {
    const time = fromMs + index * PERIOD_MS;
    return { time, appearsAt: time + lagMs, glucoseMgdl: 80 + (index % 200) };
  });
}
