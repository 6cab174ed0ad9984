import type { MgDl } from '../../src/domain/glucose.ts';
import { epochMs } from '../../src/domain/instant.ts';
import type { Reading } from '../../src/domain/reading.ts';
import type { SourceName } from '../../src/domain/record.ts';
import { createReaderAccess } from '../../src/http-server/access/index.ts';
import type { Clock } from '../../src/platform/clock.ts';
import type { Display } from '../../src/platform/display.ts';
import { Secret } from '../../src/platform/secret.ts';
import type { PageFacts } from '../../src/status-page/page-facts.ts';
import type { BridgeEvent, Emit } from '../../src/telemetry/events.ts';
import type { ShownSink, ShownSource } from '../../src/telemetry/shown-account.ts';
import { MemoryJournal } from '../support/memory-journal.ts';

/** What a rig may be told. */
export interface PageRigOptions {
  readonly clock: Clock;
  readonly accounts?: readonly string[];
  /** Without one the page is open on loopback. */
  readonly secret?: string;
  readonly isRequired?: boolean;
  readonly display?: Partial<Display>;
  readonly isSimulated?: boolean;
  readonly sources?: readonly ShownSource[];
  readonly sinks?: readonly ShownSink[];
}

/** A page over a journal in memory, whose parts stand as the test says. */
export interface PageRig {
  readonly facts: PageFacts;
  /** What describe() tells; changed at will. */
  parts: { sources: readonly ShownSource[]; sinks: readonly ShownSink[] };
  /** Listeners now. */
  readonly listening: () => number;
  /** How often describe() was asked. */
  readonly described: () => number;
  emit(event: BridgeEvent): void;
  /** Records a reading, and tells of it as the bridge does. */
  record(reading: GivenReading, more?: Recording): Promise<void>;
  /** Puts many readings into the journal and tells of none. */
  fill(readings: readonly Reading[], account?: string): Promise<void>;
}

type GivenReading = Omit<Partial<Reading>, 'systemTime' | 'glucoseMgdl'> & {
  readonly systemTime: number;
  readonly glucoseMgdl?: number;
};

interface Recording {
  readonly account?: string;
  readonly source?: SourceName;
}

export const THRESHOLDS = { bgHigh: 260, bgTargetTop: 180, bgTargetBottom: 80, bgLow: 55 };

/** A part that is well. */
export const SHARE: ShownSource = { name: 'share', state: 'ok' };
export const NIGHTSCOUT: ShownSink = { name: 'nightscout', state: 'ok', cursor: 7, behind: 0 };

/** Builds a rig. */
export async function createPageRig(options: PageRigOptions): Promise<PageRig> {
  const { clock, accounts = ['anna'], secret, isRequired = false, isSimulated = false } = options;
  const journal = new MemoryJournal(clock);
  await journal.open();
  const listeners = new Set<Emit>();
  let described = 0;
  const fill = (readings: readonly Reading[], account = 'anna') =>
    journal.ingest(account, (ledger) => {
      for (const reading of readings) ledger.insert(reading, clock.now());
    });
  const emit = (event: BridgeEvent) => {
    for (const listener of listeners) listener(event);
  };
  const rig: PageRig = {
    parts: { sources: options.sources ?? [SHARE], sinks: options.sinks ?? [NIGHTSCOUT] },
    listening: () => listeners.size,
    described: () => described,
    emit,
    fill,
    async record(given, { account = 'anna', source = 'share' } = {}) {
      const reading = aReading(given);
      await fill([reading], account);
      const lagMs = clock.now() - reading.systemTime;
      emit({ type: 'reading.recorded', account, source, reading, lagMs });
    },
    facts: {
      accounts: accounts.map((name, index) => ({
        name,
        path: index === 0 ? '/' : `/accounts/${encodeURIComponent(name)}/`,
      })),
      journal,
      clock,
      access: createReaderAccess({
        secret: secret === undefined ? undefined : new Secret(secret),
        isRequired,
        clock,
      }),
      display: { units: 'mg/dl', thresholds: THRESHOLDS, ...options.display },
      version: '1.2.3',
      isSimulated,
      async describe(name) {
        described += 1;
        return { name, recent: [], records: 12, setAside: 0, refused: 0, ...rig.parts };
      },
      subscribe(listener) {
        listeners.add(listener);
        return () => void listeners.delete(listener);
      },
    },
  };
  return rig;
}

/** A reading with what was not said filled in. */
export function aReading(given: GivenReading): Reading {
  return {
    trend: 'flat',
    ...given,
    kind: 'reading',
    glucoseMgdl: (given.glucoseMgdl ?? 120) as MgDl,
    systemTime: epochMs(given.systemTime),
  };
}

/** `count` readings five minutes apart, ascending, the newest at `newestAt`, going up and down as after meals. */
export function aCourse(newestAt: number, count: number): Reading[] {
  return Array.from({ length: count }, (_none, index) => {
    const minutes = (index - count + 1) * 5;
    const wave = 42 * Math.sin(minutes / 47) + 25 * Math.sin(minutes / 19 + 2);
    return aReading({
      systemTime: newestAt + minutes * 60_000,
      glucoseMgdl: Math.round(128 + wave),
    });
  });
}
