import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import { SECOND_MS, type EpochMs } from '../../domain/instant.ts';
import { RECORD_KINDS } from '../../domain/record.ts';
import type { MeteredAccount } from '../bridge-measure.ts';
import type { BridgeEvent, Emit, KindCounts } from '../events.ts';
import {
  LAG_BUCKETS,
  POLL_OUTCOMES,
  PREFIX,
  RETRIED_KINDS,
  SOURCE_OUTCOMES,
} from './metric-names.ts';

const OF_SOURCE = ['account', 'source'] as const;
type Labels = Readonly<Record<(typeof OF_SOURCE)[number], string>>;
type SourceOutcome = (typeof SOURCE_OUTCOMES)[number];
type Answer = Extract<BridgeEvent, { readonly type: 'source.polled' | 'history.synced' }>;

/** What is told of sources. Events of a source that is not configured are passed over. */
export function registerSourceMetrics(
  registry: Registry,
  accounts: readonly MeteredAccount[],
  startedAt: EpochMs,
): Emit {
  const registers = [registry];
  const polls = new Counter({
    name: `${PREFIX}source_polls_total`,
    help: 'Questions to a source (of the Web API: passes over the history): new (brought or changed a record), unchanged, failed, latched (refused, or found stopped at a start).',
    labelNames: [...OF_SOURCE, 'outcome'],
    registers,
  });
  const failures = new Counter({
    name: `${PREFIX}source_failures_total`,
    help: 'Failures of a source after which it is tried again, by kind.',
    labelNames: [...OF_SOURCE, 'kind'],
    registers,
  });
  const records = new Counter({
    name: `${PREFIX}source_records_total`,
    help: 'Records from a source by kind: recorded (new in the journal) or changed (a changed value of one that is held).',
    labelNames: [...OF_SOURCE, 'kind', 'outcome'],
    registers,
  });
  const setAside = new Counter({
    name: `${PREFIX}source_set_aside_records_total`,
    help: 'Records from a source that cannot be passed on safely: kept and shown, never delivered.',
    labelNames: OF_SOURCE,
    registers,
  });
  const lag = new Histogram({
    name: `${PREFIX}source_lag_seconds`,
    help: 'From the measurement of a reading to its arrival in the journal; only readings measured since the start.',
    labelNames: OF_SOURCE,
    buckets: LAG_BUCKETS,
    registers,
  });
  const importedTo = new Gauge({
    name: `${PREFIX}source_imported_to_timestamp_seconds`,
    help: 'How far the first import of the history has come, as seconds since 1970; 0 while none is going on.',
    labelNames: OF_SOURCE,
    registers,
  });

  const known = new Set<string>();
  for (const { name: account, sources } of accounts) {
    for (const { name: source, kinds } of sources) {
      const of = { account, source };
      known.add(JSON.stringify([account, source]));
      for (const outcome of POLL_OUTCOMES) polls.inc({ ...of, outcome }, 0);
      for (const kind of RETRIED_KINDS) failures.inc({ ...of, kind }, 0);
      for (const kind of kinds) {
        for (const outcome of SOURCE_OUTCOMES) records.inc({ ...of, kind, outcome }, 0);
      }
      setAside.inc(of, 0);
      lag.zero(of);
      importedTo.set(of, 0);
    }
  }

  function countRecords(of: Labels, outcome: SourceOutcome, counts: KindCounts): void {
    for (const kind of RECORD_KINDS) {
      const many = counts[kind] ?? 0;
      if (many > 0) records.inc({ ...of, kind, outcome }, many);
    }
  }

  function countPoll(of: Labels, event: Answer): void {
    const { added, changed } = event;
    polls.inc({ ...of, outcome: added + changed > 0 ? 'new' : 'unchanged' });
    const isHistory = event.type === 'history.synced';
    countRecords(of, 'recorded', (isHistory && event.addedKinds) || { reading: added });
    countRecords(of, 'changed', (isHistory && event.changedKinds) || { reading: changed });
    if (isHistory) importedTo.set(of, (event.importedTo ?? 0) / SECOND_MS);
  }

  return (event) => {
    if (!('account' in event)) return;
    const source = event.type === 'record.set_aside' ? event.entry.source : sourceOf(event);
    if (!known.has(JSON.stringify([event.account, source]))) return;
    const of = { account: event.account, source };
    if (event.type === 'source.polled' || event.type === 'history.synced') {
      countPoll(of, event);
    } else if (event.type === 'source.failed') {
      polls.inc({ ...of, outcome: 'failed' });
      failures.inc({ ...of, kind: event.failure.kind });
    } else if (event.type === 'source.latched') {
      polls.inc({ ...of, outcome: 'latched' });
    } else if (event.type === 'record.set_aside') {
      setAside.inc(of);
    } else if (event.type === 'reading.recorded') {
      // Below 0 the clocks differ, which says nothing about a lag; what is older than the start waited for the start.
      const counts = event.lagMs >= 0 && event.reading.systemTime >= startedAt;
      if (counts) lag.observe(of, event.lagMs / SECOND_MS);
    }
  };
}

function sourceOf(event: BridgeEvent): string {
  return 'source' in event ? event.source : '';
}
