import { Gauge, type Registry } from 'prom-client';
import { SECOND_MS, type EpochMs } from '../../domain/instant.ts';
import type { BridgeMeasure, MeteredAccount } from '../bridge-measure.ts';
import type { SinkStatus, SourceStatus } from '../status-board.ts';
import { PREFIX, STATES } from './metric-names.ts';

/** Gauges that are set when somebody asks. */
export interface MeasuredMetrics {
  set(measure: BridgeMeasure): void;
  /** The journal could not be looked at: its figures stay as they were. */
  failed(): void;
}

/** Instants are seconds since 1970, and 0 says that there is none. */
export function registerMeasuredMetrics(
  registry: Registry,
  accounts: readonly MeteredAccount[],
): MeasuredMetrics {
  const gauge = <L extends string = never>(name: string, help: string, labelNames: L[] = []) =>
    new Gauge<L>({ name: `${PREFIX}${name}`, help, labelNames, registers: [registry] });
  const ofAccount: 'account'[] = ['account'];
  const ofSource: ('account' | 'source')[] = ['account', 'source'];
  const ofSink: ('account' | 'sink')[] = ['account', 'sink'];
  const ofPart: ('account' | 'side' | 'part')[] = ['account', 'side', 'part'];

  const success = gauge(
    'measure_success',
    'Whether the journal could be looked at for this answer: 1 or 0; at 0 its figures are old.',
  );
  const bytes = gauge('journal_size_bytes', 'Size of the journal’s files.');
  const free = gauge('journal_disk_free_bytes', 'Room left on the disk of the journal.');
  const newest = gauge(
    'newest_reading_timestamp_seconds',
    'When the newest reading in the journal was measured, as seconds since 1970; 0 while there is none.',
    ofAccount,
  );
  const records = gauge('journal_records', 'Records of every kind in the journal.', ofAccount);
  const setAside = gauge(
    'journal_set_aside_records',
    'Records in the journal that were set aside.',
    ofAccount,
  );
  const refused = gauge(
    'journal_refused_records',
    'Records in the journal that a sink refused for good, once for each sink.',
    ofAccount,
  );
  const answered = gauge(
    'source_last_answer_timestamp_seconds',
    'When a source last answered, as seconds since 1970; 0 before the first time since the start.',
    ofSource,
  );
  const next = gauge(
    'source_next_poll_timestamp_seconds',
    'When a source is asked next, as seconds since 1970; 0 while that is not planned.',
    ofSource,
  );
  const delivered = gauge(
    'sink_last_delivery_timestamp_seconds',
    'When a sink last confirmed a batch, as seconds since 1970; 0 before the first time since the start.',
    ofSink,
  );
  const cursor = gauge(
    'sink_cursor_position',
    'The position in the journal up to which a sink has confirmed everything it takes.',
    ofSink,
  );
  const pending = gauge(
    'sink_pending_records',
    'Records in the journal that a sink takes and has not confirmed; exact up to 1000, beyond that at most so many.',
    ofSink,
  );
  const pendingSince = gauge(
    'sink_pending_since_timestamp_seconds',
    'Since when the first record that a sink has not confirmed has waited, as seconds since 1970; 0 while none waits.',
    ofSink,
  );
  const state = gauge(
    'part_state',
    'State of a source or a sink: 1 for the state it is in, 0 for the others.',
    [...ofPart, 'state' as const],
  );
  const since = gauge(
    'part_state_since_timestamp_seconds',
    'Since when a source or a sink has been in its state, as seconds since 1970.',
    ofPart,
  );
  const latched = gauge(
    'part_latched',
    'Whether a source or a sink is stopped until a person acts: 1 or 0.',
    ofPart,
  );

  for (const { name: account, sources, sinks } of accounts) {
    for (const each of [newest, records, setAside, refused]) each.set({ account }, 0);
    for (const { name: source } of sources) {
      for (const each of [answered, next]) each.set({ account, source }, 0);
    }
    for (const { name: sink } of sinks) {
      for (const each of [delivered, cursor, pending, pendingSince]) each.set({ account, sink }, 0);
    }
  }

  function setPart(account: string, side: 'source' | 'sink', part: SourceStatus | SinkStatus) {
    const of = { account, side, part: part.name };
    for (const one of STATES) state.set({ ...of, state: one }, part.state === one ? 1 : 0);
    latched.set(of, part.state === 'latched' ? 1 : 0);
    since.set(of, part.since / SECOND_MS);
  }

  return {
    set({ status, accounts: measured, journalBytes, diskFreeBytes }) {
      for (const { name: account, sources, sinks } of status.accounts) {
        for (const part of sources) {
          setPart(account, 'source', part);
          const of = { account, source: part.name };
          answered.set(of, seconds(part.lastAnswerAt));
          next.set(of, seconds(part.nextPollAt ?? part.retryAt));
        }
        for (const part of sinks) {
          setPart(account, 'sink', part);
          delivered.set({ account, sink: part.name }, seconds(part.lastDeliveryAt));
        }
      }
      for (const one of measured) {
        const of = { account: one.name };
        newest.set(of, seconds(one.newest));
        records.set(of, one.records);
        setAside.set(of, one.setAside);
        refused.set(of, one.refused);
        for (const sink of one.sinks) {
          const ofThis = { ...of, sink: sink.name };
          cursor.set(ofThis, sink.cursor);
          pending.set(ofThis, sink.pending);
          pendingSince.set(ofThis, seconds(sink.pendingSince));
        }
      }
      // Where the system does not tell, no figure is better than one that raises an alarm.
      setOr(bytes, journalBytes);
      setOr(free, diskFreeBytes);
      success.set(1);
    },
    failed: () => success.set(0),
  };
}

function seconds(at: EpochMs | undefined): number {
  return (at ?? 0) / SECOND_MS;
}

function setOr(gauge: Gauge, value: number | undefined): void {
  if (value === undefined) gauge.remove();
  else gauge.set(value);
}
