import { describe, expect, test } from '@jest/globals';
import { BridgeFailure, type FailureKind } from '../../../src/domain/failure.ts';
import type { MgDl } from '../../../src/domain/glucose.ts';
import { epochMs } from '../../../src/domain/instant.ts';
import type { SourceName } from '../../../src/domain/record.ts';
import type { BridgeEvent } from '../../../src/telemetry/events.ts';
import { metricsRig, type Scraped } from '../../support/metrics-rig.ts';

const SHARE = { account: 'anna', source: 'share' } as const;
const API = { account: 'anna', source: 'web-api' } as const;
const SITE = { account: 'anna', sink: 'nightscout' } as const;
const TREATMENTS = { account: 'anna', sink: 'nightscout-treatments' } as const;
const AT = epochMs(1_745_081_100_000);

function failed(kind: FailureKind): { failure: BridgeFailure; retryAt: typeof AT } {
  return { failure: new BridgeFailure('http.timeout', kind, 'my-site.example.org'), retryAt: AT };
}

function recorded(systemTime: number, lagMs: number, source: SourceName = 'share'): BridgeEvent {
  const glucoseMgdl = 123 as MgDl;
  const reading = { kind: 'reading', systemTime: epochMs(systemTime), glucoseMgdl } as const;
  return { type: 'reading.recorded', account: 'anna', source, reading, lagMs };
}

describe('a source', () => {
  test('is counted by what its answers brought', async () => {
    const { note, scrape } = metricsRig();
    const polled = { type: 'source.polled', ...SHARE, fetched: 3 } as const;
    note({ ...polled, added: 2, changed: 1 });
    note({ ...polled, added: 0, changed: 1 });
    note({ ...polled, added: 0, changed: 0 });
    note({ type: 'source.failed', ...SHARE, ...failed('transient') });
    note({ type: 'source.failed', ...SHARE, ...failed('throttled') });
    note({ type: 'source.latched', ...SHARE, ...failed('credentials') });
    const { value } = await scrape();
    const polls = (outcome: string) => value('source_polls_total', { ...SHARE, outcome });
    expect([polls('new'), polls('unchanged'), polls('failed'), polls('latched')]).toEqual([
      2, 1, 2, 1,
    ]);
    const failures = (kind: string) => value('source_failures_total', { ...SHARE, kind });
    expect([failures('transient'), failures('throttled'), failures('config')]).toEqual([1, 1, 0]);
    const readings = { ...SHARE, kind: 'reading' };
    expect(value('source_records_total', { ...readings, outcome: 'recorded' })).toBe(2);
    expect(value('source_records_total', { ...readings, outcome: 'changed' })).toBe(2);
  });

  test('of history is counted by kind, once, with how far its import has come', async () => {
    const { note, scrape } = metricsRig();
    const synced = { type: 'history.synced', ...API, windows: 7 } as const;
    note(recorded(AT, 3_600_000, 'web-api'));
    note({
      ...synced,
      added: 5,
      changed: 2,
      addedKinds: { reading: 3, event: 2 },
      changedKinds: { event: 2 },
      importedTo: AT,
    });
    const first = await scrape();
    const records = (kind: string, outcome: string) =>
      first.value('source_records_total', { ...API, kind, outcome });
    expect([records('reading', 'recorded'), records('event', 'recorded')]).toEqual([3, 2]);
    expect([records('reading', 'changed'), records('event', 'changed')]).toEqual([0, 2]);
    expect(first.value('source_imported_to_timestamp_seconds', API)).toBe(AT / 1_000);
    note({ ...synced, added: 0, changed: 0, addedKinds: {}, changedKinds: {} });
    const { value } = await scrape();
    expect(value('source_imported_to_timestamp_seconds', API)).toBe(0);
    expect(value('source_polls_total', { ...API, outcome: 'new' })).toBe(1);
    expect(value('source_polls_total', { ...API, outcome: 'unchanged' })).toBe(1);
    expect(value('source_lag_seconds_sum', API)).toBe(3_600);
  });

  test('has the lag of readings measured since the start, where clocks agree', async () => {
    const { note, scrape, startedAt } = metricsRig();
    note(recorded(startedAt, 45_000));
    note(recorded(startedAt + 300_000, 61_000));
    note(recorded(startedAt - 1, 3_600_000));
    note(recorded(startedAt + 600_000, -5_000));
    const { value } = await scrape();
    expect(value('source_lag_seconds_count', SHARE)).toBe(2);
    expect(value('source_lag_seconds_sum', SHARE)).toBe(106);
    const upTo = (le: string) => value('source_lag_seconds_bucket', { ...SHARE, le });
    expect([upTo('30'), upTo('45'), upTo('60'), upTo('90'), upTo('+Inf')]).toEqual([0, 1, 1, 2, 2]);
    expect([upTo('1'), upTo('86400')]).toEqual([0, 2]);
  });

  test('is told of what it brought that was set aside', async () => {
    const { note, scrape } = metricsRig();
    const entry = { source: 'web-api', key: 'k', reason: 'r', sample: '{}' } as const;
    note({ type: 'record.set_aside', account: 'anna', entry });
    const { value } = await scrape();
    expect(value('source_set_aside_records_total', API)).toBe(1);
    expect(value('source_set_aside_records_total', SHARE)).toBe(0);
  });
});

describe('a sink', () => {
  test('is counted by what became of the records, with the lag of each batch', async () => {
    const { note, scrape, startedAt } = metricsRig();
    const delivered = {
      type: 'sink.delivered',
      ...SITE,
      newest: startedAt,
      lagMs: 48_000,
    } as const;
    note({ ...delivered, written: 3, present: 2, refused: 1 });
    note({ ...delivered, written: 1, present: 0, refused: 0, newest: epochMs(startedAt - 1) });
    note({ type: 'sink.failed', ...SITE, ...failed('refused') });
    const { value } = await scrape();
    const records = (outcome: string) =>
      value('sink_records_total', { ...SITE, kind: 'reading', outcome });
    expect([records('written'), records('present'), records('refused')]).toEqual([4, 2, 1]);
    expect(value('sink_failures_total', { ...SITE, kind: 'refused' })).toBe(1);
    expect(value('sink_lag_seconds_count', SITE)).toBe(1);
    expect(value('sink_lag_seconds_sum', SITE)).toBe(48);
  });

  test('for treatments is counted by kind', async () => {
    const { note, scrape, startedAt } = metricsRig();
    note({
      type: 'sink.delivered',
      ...TREATMENTS,
      written: 3,
      present: 1,
      refused: 0,
      kinds: { written: { event: 2, calibration: 1 }, present: { device: 1 }, refused: {} },
      newest: startedAt,
      lagMs: 7_200_000,
    });
    const { value } = await scrape();
    const records = (kind: string, outcome: string) =>
      value('sink_records_total', { ...TREATMENTS, kind, outcome });
    expect([
      records('event', 'written'),
      records('calibration', 'written'),
      records('device', 'present'),
      records('event', 'refused'),
    ]).toEqual([2, 1, 1, 0]);
    expect(records('reading', 'written')).toBeUndefined();
  });
});

test('states are told one by one, with latches, and with when a part acts next', async () => {
  const { note, scrape, clock } = metricsRig();
  await clock.advance(10_000);
  note({ type: 'source.failed', ...SHARE, ...failed('transient') });
  note({ type: 'sink.latched', ...SITE, ...failed('credentials') });
  const first = await scrape();
  const stateOf = ({ value }: Scraped, side: string, part: string) =>
    ['starting', 'ok', 'quiet', 'failing', 'latched'].filter(
      (state) => value('part_state', { account: 'anna', side, part, state }) === 1,
    );
  expect(stateOf(first, 'source', 'share')).toEqual(['failing']);
  expect(stateOf(first, 'sink', 'nightscout')).toEqual(['latched']);
  const site = { account: 'anna', side: 'sink', part: 'nightscout' };
  expect(first.value('part_latched', site)).toBe(1);
  expect(first.value('source_next_poll_timestamp_seconds', SHARE)).toBe(AT / 1_000);
  expect(
    first.value('part_state_since_timestamp_seconds', {
      account: 'anna',
      side: 'source',
      part: 'share',
    }),
  ).toBe(clock.now() / 1_000);

  note({ type: 'source.polled', ...SHARE, fetched: 1, added: 1, changed: 0, nextPollAt: AT });
  note({ type: 'sink.opened', ...SITE, why: 'unlock' });
  const { value, families } = await scrape();
  expect(stateOf({ value, families }, 'source', 'share')).toEqual(['ok']);
  expect(value('part_latched', site)).toBe(0);
  expect(value('source_last_answer_timestamp_seconds', SHARE)).toBe(clock.now() / 1_000);
});

test('work on the journal, warnings and notices are counted', async () => {
  const { note, scrape, clock } = metricsRig();
  note({ type: 'config.warned', message: 'a word' });
  note({ type: 'journal.pruned', removed: 288 });
  note({ type: 'journal.verified' });
  note({ type: 'housekeeping.failed', failure: failed('transient').failure });
  note({ type: 'notify.sent', account: 'ben', notice: 'data.stopped' });
  note({ type: 'notify.failed', ...failed('transient') });
  const { value } = await scrape();
  expect(value('config_warnings')).toBe(1);
  expect(value('journal_pruned_records_total')).toBe(288);
  expect(value('journal_verified_timestamp_seconds')).toBe(clock.now() / 1_000);
  expect(value('housekeeping_failures_total')).toBe(1);
  expect(value('notices_sent_total', { account: 'ben' })).toBe(1);
  expect(value('notices_sent_total', { account: 'anna' })).toBe(0);
  expect(value('notice_failures_total')).toBe(1);
});

test('what is of no configured account or part adds no series', async () => {
  const { note, scrape } = metricsRig();
  const before = (await scrape()).families.flatMap(({ samples }) => samples).length;
  note({
    type: 'source.polled',
    account: 'eve',
    source: 'share',
    fetched: 1,
    added: 1,
    changed: 0,
  });
  note({ type: 'source.failed', account: 'ben', source: 'web-api', ...failed('transient') });
  note({ type: 'sink.failed', account: 'ben', sink: 'nightscout', ...failed('transient') });
  note({ type: 'notify.sent', account: 'eve', notice: 'test' });
  const ofBridge = (await scrape()).families.filter(({ name }) => name.startsWith('nightscout_'));
  const all = ofBridge.flatMap(({ samples }) => samples);
  expect(all.some(({ labels }) => labels['account'] === 'eve')).toBe(false);
  expect(all.length).toBeLessThanOrEqual(before);
});

test('a figure that is none costs that figure and nothing else', async () => {
  const { metrics, scrape, startedAt } = metricsRig();
  expect(() => {
    metrics.note(recorded(startedAt, Number.NaN));
    metrics.note({ type: 'journal.pruned', removed: -1 });
    metrics.noteCall({ endpoint: 'share.login', code: '200', tookMs: Number.NaN });
  }).not.toThrow();
  expect((await scrape()).value('source_lag_seconds_count', SHARE)).toBe(0);
});
