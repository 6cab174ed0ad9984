import { describe, expect, test } from '@jest/globals';
import { BridgeFailure } from '../../../src/domain/failure.ts';
import { epochMs } from '../../../src/domain/instant.ts';
import { metricsRig } from '../../support/metrics-rig.ts';

describe('calls', () => {
  test('are counted by endpoint and by what came of them, with the time they took', async () => {
    const { metrics, scrape } = metricsRig();
    metrics.noteCall({ endpoint: 'share.latest_values', code: '200', tookMs: 180 });
    metrics.noteCall({ endpoint: 'share.latest_values', code: '500', tookMs: 30 });
    metrics.noteCall({ endpoint: 'share.latest_values', code: 'http.timeout', tookMs: 30_000 });
    metrics.noteCall({ endpoint: 'nightscout.entries', code: 'aborted', tookMs: 5 });
    const { value } = await scrape();
    const read = { service: 'share', endpoint: 'latest_values' };
    const calls = (code: string) => value('calls_total', { ...read, code });
    expect([calls('200'), calls('500'), calls('http.timeout')]).toEqual([1, 1, 1]);
    expect(
      value('calls_total', { service: 'nightscout', endpoint: 'entries', code: 'aborted' }),
    ).toBe(1);
    expect(value('call_duration_seconds_sum', read)).toBeCloseTo(30.21);
    expect(value('call_duration_seconds_bucket', { ...read, le: '0.25' })).toBe(2);
    expect(value('call_duration_seconds_bucket', { ...read, le: '30' })).toBe(3);
  });

  test('cannot make up codes', async () => {
    const { metrics, scrape } = metricsRig();
    for (const code of ['https://secret@host/', '20', '0200', '2000', '', 'http.']) {
      metrics.noteCall({ endpoint: 'share.login', code, tookMs: 1 });
    }
    const { families } = await scrape();
    const codes = families
      .flatMap(({ samples }) => samples)
      .map(({ labels }) => labels['code'])
      .filter((code) => code !== undefined);
    expect([...new Set(codes)].sort()).toEqual(['200', 'other']);
  });
});

describe('a scrape', () => {
  test('tells what was measured, in seconds and bytes', async () => {
    const { held, scrape, at } = metricsRig();
    const [anna, ben] = held.measured;
    held.measured = [
      {
        ...anna!,
        records: 288,
        setAside: 2,
        refused: 1,
        newest: at(250),
        sinks: [
          {
            name: 'nightscout',
            cursor: 280,
            cursorSince: at(0),
            pending: 8,
            pendingSince: at(1_500),
          },
        ],
      },
      ben!,
    ];
    const { value } = await scrape();
    const of = { account: 'anna' };
    expect(value('newest_reading_timestamp_seconds', of)).toBe(at(250) / 1_000);
    expect(value('journal_records', of)).toBe(288);
    expect(value('journal_set_aside_records', of)).toBe(2);
    expect(value('journal_refused_records', of)).toBe(1);
    const sink = { ...of, sink: 'nightscout' };
    expect(value('sink_cursor_position', sink)).toBe(280);
    expect(value('sink_pending_records', sink)).toBe(8);
    expect(value('sink_pending_since_timestamp_seconds', sink)).toBe(at(1_500) / 1_000);
    expect(value('sink_pending_since_timestamp_seconds', { account: 'ben', sink: 'mongodb' })).toBe(
      0,
    );
    expect(value('journal_size_bytes')).toBe(4_096);
    expect(value('journal_disk_free_bytes')).toBe(1e9);
  });

  test('tells nothing of a disk that does not tell, and tells again when it does', async () => {
    const { held, scrape } = metricsRig();
    const { disk } = held;
    held.disk = {};
    const silent = await scrape();
    expect(silent.value('journal_disk_free_bytes')).toBeUndefined();
    expect(silent.families.some(({ name }) => name.endsWith('journal_disk_free_bytes'))).toBe(true);
    held.disk = disk;
    expect((await scrape()).value('journal_disk_free_bytes')).toBe(1e9);
  });

  test('says that the journal cannot be read, and keeps what was counted', async () => {
    const { held, note, scrape } = metricsRig();
    await scrape();
    note({ type: 'journal.pruned', removed: 3 });
    held.fault = new BridgeFailure('journal.io', 'transient', 'the disk is gone');
    const { value } = await scrape();
    expect(value('measure_success')).toBe(0);
    expect(value('journal_pruned_records_total')).toBe(3);
    expect(value('journal_size_bytes')).toBe(4_096);
    held.fault = undefined;
    expect((await scrape()).value('measure_success')).toBe(1);
  });

  test('is one for all who ask at the same time', async () => {
    const { held, metrics } = metricsRig();
    const pages = await Promise.all([metrics.render(), metrics.render(), metrics.render()]);
    expect(held.looks).toBe(1);
    expect(new Set(pages).size).toBe(1);
    await metrics.render();
    expect(held.looks).toBe(2);
  });

  test('holds no message of a failure and no glucose value', async () => {
    const { note, metrics } = metricsRig();
    const failure = new BridgeFailure('http.timeout', 'transient', 'my-site.example.org, 123');
    const retryAt = epochMs(1);
    note({ type: 'source.failed', account: 'anna', source: 'share', failure, retryAt });
    note({ type: 'sink.failed', account: 'ben', sink: 'mongodb', failure, retryAt });
    note({ type: 'bridge.listening', address: 'http://my-site.example.org' });
    const page = await metrics.render();
    expect(page).not.toContain('my-site');
    expect(page).not.toContain('glucose_');
    expect(page).not.toContain('mgdl');
  });

  test('escapes a name that would break the page', async () => {
    const name = 'an"na\\ \n# TYPE x counter';
    const { scrape } = metricsRig([{ name, sources: [], sinks: [] }]);
    expect((await scrape()).value('journal_records', { account: name })).toBe(0);
  });
});
