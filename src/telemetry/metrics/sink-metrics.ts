import { Counter, Histogram, type Registry } from 'prom-client';
import { SECOND_MS, type EpochMs } from '../../domain/instant.ts';
import { RECORD_KINDS } from '../../domain/record.ts';
import type { MeteredAccount } from '../bridge-measure.ts';
import type { Emit } from '../events.ts';
import { LAG_BUCKETS, PREFIX, RETRIED_KINDS, SINK_OUTCOMES } from './metric-names.ts';

const OF_SINK = ['account', 'sink'] as const;

/** What is told of sinks. Events of a sink that is not configured are passed over. */
export function registerSinkMetrics(
  registry: Registry,
  accounts: readonly MeteredAccount[],
  startedAt: EpochMs,
): Emit {
  const registers = [registry];
  const records = new Counter({
    name: `${PREFIX}sink_records_total`,
    help: 'Records handed to a sink, by kind: written, present (another uploader’s row was there and was left alone) or refused for good. One that goes ahead of a backlog counts again in its turn.',
    labelNames: [...OF_SINK, 'kind', 'outcome'],
    registers,
  });
  const failures = new Counter({
    name: `${PREFIX}sink_failures_total`,
    help: 'Failures of a sink after which it is tried again, by kind.',
    labelNames: [...OF_SINK, 'kind'],
    registers,
  });
  const lag = new Histogram({
    name: `${PREFIX}sink_lag_seconds`,
    help: 'From the measurement of the newest record of a batch to the confirmation of the batch; only records measured since the start.',
    labelNames: OF_SINK,
    buckets: LAG_BUCKETS,
    registers,
  });

  const known = new Set<string>();
  for (const { name: account, sinks } of accounts) {
    for (const { name: sink, kinds } of sinks) {
      const of = { account, sink };
      known.add(JSON.stringify([account, sink]));
      for (const kind of kinds) {
        for (const outcome of SINK_OUTCOMES) records.inc({ ...of, kind, outcome }, 0);
      }
      for (const kind of RETRIED_KINDS) failures.inc({ ...of, kind }, 0);
      lag.zero(of);
    }
  }

  return (event) => {
    if (!('sink' in event) || !known.has(JSON.stringify([event.account, event.sink]))) return;
    const of = { account: event.account, sink: event.sink };
    if (event.type === 'sink.failed') failures.inc({ ...of, kind: event.failure.kind });
    if (event.type !== 'sink.delivered') return;
    for (const outcome of SINK_OUTCOMES) {
      const counts = event.kinds?.[outcome] ?? { reading: event[outcome] };
      for (const kind of RECORD_KINDS) {
        const many = counts[kind] ?? 0;
        if (many > 0) records.inc({ ...of, kind, outcome }, many);
      }
    }
    // Below 0 the clocks differ, which says nothing about a lag; what is older than the start waited for the start.
    if (event.lagMs >= 0 && event.newest >= startedAt) lag.observe(of, event.lagMs / SECOND_MS);
  };
}
