import { describe, expect, test } from '@jest/globals';
import { ENDPOINTS } from '../../../src/platform/endpoint.ts';
import { METERED, metricsRig, PREFIX } from '../../support/metrics-rig.ts';

/** Every metric of the bridge with its labels: a name or a label that goes is an answer that no dashboard gets any more. */
const METRICS: Readonly<Record<string, readonly string[]>> = {
  build_info: ['node_version', 'version'],
  start_time_seconds: [],
  config_warnings: [],
  source_polls_total: ['account', 'outcome', 'source'],
  source_failures_total: ['account', 'kind', 'source'],
  source_records_total: ['account', 'kind', 'outcome', 'source'],
  source_set_aside_records_total: ['account', 'source'],
  source_lag_seconds: ['account', 'source'],
  source_imported_to_timestamp_seconds: ['account', 'source'],
  source_last_answer_timestamp_seconds: ['account', 'source'],
  source_next_poll_timestamp_seconds: ['account', 'source'],
  sink_records_total: ['account', 'kind', 'outcome', 'sink'],
  sink_failures_total: ['account', 'kind', 'sink'],
  sink_lag_seconds: ['account', 'sink'],
  sink_last_delivery_timestamp_seconds: ['account', 'sink'],
  sink_cursor_position: ['account', 'sink'],
  sink_pending_records: ['account', 'sink'],
  sink_pending_since_timestamp_seconds: ['account', 'sink'],
  part_state: ['account', 'part', 'side', 'state'],
  part_state_since_timestamp_seconds: ['account', 'part', 'side'],
  part_latched: ['account', 'part', 'side'],
  newest_reading_timestamp_seconds: ['account'],
  journal_records: ['account'],
  journal_set_aside_records: ['account'],
  journal_refused_records: ['account'],
  journal_size_bytes: [],
  journal_disk_free_bytes: [],
  journal_pruned_records_total: [],
  journal_verified_timestamp_seconds: [],
  housekeeping_failures_total: [],
  measure_success: [],
  calls_total: ['code', 'endpoint', 'service'],
  call_duration_seconds: ['endpoint', 'service'],
  notices_sent_total: ['account'],
  notice_failures_total: [],
};

describe('right after a start', () => {
  test('every metric is there, with its help, its type and its labels, and none besides', async () => {
    const { families } = await metricsRig().scrape();
    const own = families.filter(({ name }) => name.startsWith(PREFIX));
    const labels = own.map(({ name, samples }) => {
      const names = samples.flatMap((sample) => Object.keys(sample.labels));
      return [name.slice(PREFIX.length), [...new Set(names)].filter((one) => one !== 'le').sort()];
    });
    expect(Object.fromEntries(labels)).toEqual(METRICS);
    for (const { help } of families) expect(help.length).toBeGreaterThan(5);
  });

  test('every figure that nothing has happened to is 0', async () => {
    const { families } = await metricsRig().scrape();
    const counted = families.filter(
      ({ name, type }) => name.startsWith(PREFIX) && type !== 'gauge',
    );
    expect(counted.length).toBeGreaterThan(10);
    for (const { name, samples } of counted) {
      expect([name, samples.length > 0]).toEqual([name, true]);
      for (const { value } of samples) expect([name, value]).toEqual([name, 0]);
    }
  });

  test('every part that is configured has all its series, and no part that is not', async () => {
    const { value, families } = await metricsRig().scrape();
    for (const { name: account, sources, sinks } of METERED) {
      for (const { name: source, kinds } of sources) {
        for (const outcome of ['new', 'unchanged', 'failed', 'latched']) {
          expect(value('source_polls_total', { account, source, outcome })).toBe(0);
        }
        for (const kind of kinds) {
          for (const outcome of ['recorded', 'changed']) {
            expect(value('source_records_total', { account, source, kind, outcome })).toBe(0);
          }
        }
      }
      for (const { name: sink, kinds } of sinks) {
        for (const kind of kinds) {
          for (const outcome of ['written', 'present', 'refused']) {
            expect(value('sink_records_total', { account, sink, kind, outcome })).toBe(0);
          }
        }
      }
    }
    const ofBen = families
      .flatMap(({ samples }) => samples)
      .filter(({ labels }) => labels['account'] === 'ben');
    expect(ofBen.length).toBeGreaterThan(50);
    for (const { labels } of ofBen) {
      expect(['share', undefined]).toContain(labels['source']);
      expect(['mongodb', undefined]).toContain(labels['sink']);
    }
  });

  test('every endpoint is there, whether its service is in use or not', async () => {
    const { value } = await metricsRig().scrape();
    for (const name of ENDPOINTS) {
      const [service = '', endpoint = ''] = name.split('.');
      expect(value('calls_total', { service, endpoint, code: '200' })).toBe(0);
      expect(value('call_duration_seconds_count', { service, endpoint })).toBe(0);
    }
  });

  test('it says what runs, since when, and in which state its parts are', async () => {
    const { scrape, startedAt } = metricsRig();
    const { value } = await scrape();
    expect(value('build_info', { version: '1.2.3', node_version: process.version })).toBe(1);
    expect(value('start_time_seconds')).toBe(startedAt / 1_000);
    expect(value('measure_success')).toBe(1);
    const part = { account: 'anna', side: 'source', part: 'web-api' };
    expect(value('part_state', { ...part, state: 'starting' })).toBe(1);
    expect(value('part_state', { ...part, state: 'ok' })).toBe(0);
    expect(value('part_latched', part)).toBe(0);
    expect(value('part_state_since_timestamp_seconds', part)).toBe(startedAt / 1_000);
    expect(value('newest_reading_timestamp_seconds', { account: 'anna' })).toBe(0);
  });

  test('Node’s own figures are there under the names that dashboards know', async () => {
    const { families } = await metricsRig().scrape();
    const names = families.map(({ name }) => name);
    expect(names).toEqual(
      expect.arrayContaining([
        'process_cpu_seconds_total',
        'process_resident_memory_bytes',
        'process_start_time_seconds',
        'nodejs_eventloop_lag_p99_seconds',
        'nodejs_heap_size_used_bytes',
        'nodejs_gc_duration_seconds',
        'nodejs_version_info',
      ]),
    );
    const gauges = families.filter(({ type }) => type === 'gauge');
    for (const { name } of gauges) expect(name).not.toMatch(/_total$/);
  });

  test('without any account it is still a page', async () => {
    const { families } = await metricsRig([]).scrape();
    expect(families.filter(({ name }) => name.startsWith(PREFIX))).toHaveLength(
      Object.keys(METRICS).length,
    );
  });

  test('two sets of metrics know nothing of each other', async () => {
    const one = metricsRig();
    const other = metricsRig();
    one.metrics.note({ type: 'journal.pruned', removed: 5 });
    expect((await one.scrape()).value('journal_pruned_records_total')).toBe(5);
    expect((await other.scrape()).value('journal_pruned_records_total')).toBe(0);
  });
});
