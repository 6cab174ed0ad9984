import { epochMs } from '../../src/domain/instant.ts';
import { RECORD_KINDS } from '../../src/domain/record.ts';
import type { BridgeMeasure, MeteredAccount } from '../../src/telemetry/bridge-measure.ts';
import { createMetrics } from '../../src/telemetry/metrics/index.ts';
import { createStatusBoard, type StatusParts } from '../../src/telemetry/status-board.ts';
import { FakeClock } from './fake-clock.ts';
import { parseExposition, type Family } from './parse-exposition.ts';

/** What every metric of the bridge itself begins with. */
export const PREFIX = 'nightscout_dexcom_bridge_';

/** Two accounts: one with everything, one with the least. */
export const METERED: readonly MeteredAccount[] = [
  {
    name: 'anna',
    sources: [
      { name: 'share', kinds: ['reading'] },
      { name: 'web-api', kinds: RECORD_KINDS },
    ],
    sinks: [
      { name: 'nightscout', kinds: ['reading'] },
      { name: 'nightscout-treatments', kinds: ['calibration', 'device', 'event'] },
    ],
  },
  {
    name: 'ben',
    sources: [{ name: 'share', kinds: ['reading'] }],
    sinks: [{ name: 'mongodb', kinds: ['reading'] }],
  },
];

/** Metrics on a real status board, with a journal that holds what the test says. */
export function metricsRig(accounts = METERED) {
  const clock = new FakeClock();
  const startedAt = clock.now();
  const names = (parts: readonly { readonly name: string }[]) => parts.map(({ name }) => name);
  const board = createStatusBoard(
    clock,
    accounts.map(({ name, sources, sinks }): StatusParts => ({
      name,
      sources: names(sources),
      sinks: names(sinks),
    })),
  );
  const held = {
    measured: accounts.map(({ name, sinks }): BridgeMeasure['accounts'][number] => ({
      name,
      records: 0,
      setAside: 0,
      refused: 0,
      sinks: sinks.map((sink) => ({
        name: sink.name,
        cursor: 0,
        cursorSince: startedAt,
        pending: 0,
      })),
    })),
    disk: { journalBytes: 4_096, diskFreeBytes: 1e9 } as Partial<BridgeMeasure>,
    fault: undefined as Error | undefined,
    looks: 0,
  };
  const metrics = createMetrics({
    version: '1.2.3',
    startedAt,
    clock,
    accounts,
    async measure() {
      held.looks += 1;
      if (held.fault) throw held.fault;
      return { status: board.snapshot(), accounts: held.measured, ...held.disk };
    },
  });
  return {
    clock,
    startedAt,
    held,
    metrics,
    note: (event: Parameters<typeof metrics.note>[0]) => {
      board.note(event);
      metrics.note(event);
    },
    scrape: async () => readings(parseExposition(await metrics.render())),
    at: (ms: number) => epochMs(startedAt + ms),
  };
}

/** Families with a way to ask for one figure. */
export interface Scraped {
  readonly families: readonly Family[];
  /** The figure of a series of the bridge by its name without prefix and all its labels; undefined where there is none. */
  readonly value: (name: string, labels?: Readonly<Record<string, string>>) => number | undefined;
}

function readings(families: readonly Family[]): Scraped {
  return {
    families,
    value(name, labels = {}) {
      const wanted = JSON.stringify(Object.entries(labels).sort());
      return families
        .flatMap(({ samples }) => samples)
        .find(
          (sample) =>
            sample.name === `${PREFIX}${name}` &&
            JSON.stringify(Object.entries(sample.labels).sort()) === wanted,
        )?.value;
    },
  };
}
