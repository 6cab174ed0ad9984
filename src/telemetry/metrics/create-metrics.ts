import { Registry } from 'prom-client';
import type { EpochMs } from '../../domain/instant.ts';
import type { Clock } from '../../platform/clock.ts';
import type { HttpCall } from '../../platform/http-client.ts';
import type { Measure, MeteredAccount } from '../bridge-measure.ts';
import type { Emit } from '../events.ts';
import { registerCallMetrics } from './call-metrics.ts';
import { registerJournalMetrics } from './journal-metrics.ts';
import { registerMeasuredMetrics } from './measured-metrics.ts';
import { registerNoticeMetrics } from './notice-metrics.ts';
import { registerProcessMetrics } from './process-metrics.ts';
import { registerSinkMetrics } from './sink-metrics.ts';
import { registerSourceMetrics } from './source-metrics.ts';

/** What metrics are made of. */
export interface MetricsOptions {
  /** Version of the program. */
  readonly version: string;
  readonly startedAt: EpochMs;
  readonly clock: Pick<Clock, 'now'>;
  /** Everything that is configured: its labels are there from the start. */
  readonly accounts: readonly MeteredAccount[];
  /** Looks at the journal and the status board, once for each answer. */
  readonly measure: Measure;
}

/** Figures for Prometheus. They hold no glucose value, no secret, no user and no host. */
export interface Metrics {
  /** Counts a fact; never throws and never waits. */
  readonly note: Emit;
  /** Counts a call to another server; never throws and never waits. */
  noteCall(call: HttpCall): void;
  /** The page that Prometheus reads. Never rejects for a journal that cannot be read: `measure_success` tells. */
  render(): Promise<string>;
  readonly contentType: string;
}

/** Registers every metric, with every label that is known, at 0. */
export function createMetrics(options: MetricsOptions): Metrics {
  const { accounts, startedAt, clock, measure } = options;
  const registry = new Registry();
  registerProcessMetrics(registry, options);
  const listeners: readonly Emit[] = [
    registerSourceMetrics(registry, accounts, startedAt),
    registerSinkMetrics(registry, accounts, startedAt),
    registerJournalMetrics(registry, clock),
    registerNoticeMetrics(registry, accounts),
  ];
  const measured = registerMeasuredMetrics(registry, accounts);
  const countCall = registerCallMetrics(registry);
  let rendering: Promise<string> | undefined;

  async function render(): Promise<string> {
    try {
      measured.set(await measure());
    } catch {
      measured.failed();
    }
    return registry.metrics();
  }

  return {
    note(event) {
      for (const listener of listeners) {
        quietly(() => {
          listener(event);
        });
      }
    },
    noteCall(call) {
      quietly(() => {
        countCall(call);
      });
    },
    render() {
      rendering ??= render().finally(() => {
        rendering = undefined;
      });
      return rendering;
    },
    contentType: registry.contentType,
  };
}

/** The library refuses what is no number: a figure is lost then, and nothing else. */
function quietly(count: () => void): void {
  try {
    count();
  } catch {
    // Counting is never worth a reading.
  }
}
