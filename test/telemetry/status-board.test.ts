import { describe, expect, test } from '@jest/globals';
import { BridgeFailure } from '../../src/domain/failure.ts';
import { epochMs } from '../../src/domain/instant.ts';
import type { MgDl } from '../../src/domain/glucose.ts';
import { createStatusBoard } from '../../src/telemetry/status-board.ts';
import { FakeClock } from '../support/fake-clock.ts';

const START = 1_745_081_000_000;
const failure = new BridgeFailure('http.timeout', 'transient', 'no answer');

function rig() {
  const clock = new FakeClock(START);
  const board = createStatusBoard(clock, [
    { name: 'anna', sources: ['share'], sinks: ['nightscout-rest-v1'] },
  ]);
  const source = () => board.snapshot().accounts[0]!.sources[0]!;
  const sink = () => board.snapshot().accounts[0]!.sinks[0]!;
  const record = (systemTime: number, lagMs: number) =>
    board.note({
      type: 'reading.recorded',
      account: 'anna',
      source: 'share',
      reading: { kind: 'reading', systemTime: epochMs(systemTime), glucoseMgdl: 123 as MgDl },
      lagMs,
    });
  return { clock, board, source, sink, record };
}

describe('createStatusBoard', () => {
  test('a source goes from starting over ok, failing and latched back to starting', async () => {
    const { clock, board, source } = rig();
    expect(source()).toMatchObject({ state: 'starting', since: START });
    const polled = { type: 'source.polled', account: 'anna', source: 'share' } as const;
    board.note({ ...polled, fetched: 1, added: 1, changed: 0, nextPollAt: epochMs(START + 9) });
    expect(source()).toMatchObject({ state: 'ok', lastAnswerAt: START, nextPollAt: START + 9 });
    await clock.advance(1_000);
    const part = { account: 'anna', source: 'share' } as const;
    board.note({ type: 'source.failed', ...part, failure, retryAt: epochMs(START + 6_000) });
    expect(source()).toMatchObject({
      state: 'failing',
      since: START + 1_000,
      retryAt: START + 6_000,
      lastFailure: { code: 'http.timeout', message: 'no answer', at: START + 1_000 },
    });
    expect(source()).not.toHaveProperty('nextPollAt');
    board.note({ type: 'source.latched', ...part, failure });
    expect(source().state).toBe('latched');
    expect(source()).not.toHaveProperty('retryAt');
    board.note({ type: 'source.opened', ...part, why: 'unlock' });
    expect(source().state).toBe('starting');
  });

  test('a failure is forgotten with the next success, and not before', () => {
    const { board, source, sink } = rig();
    const from = { account: 'anna', source: 'share' } as const;
    const to = { account: 'anna', sink: 'nightscout-rest-v1' } as const;
    board.note({ type: 'source.latched', ...from, failure });
    board.note({ type: 'sink.failed', ...to, failure, retryAt: epochMs(START + 6_000) });
    board.note({ type: 'source.opened', ...from, why: 'unlock' });
    board.note({ type: 'sink.opened', ...to, why: 'unlock' });
    for (const part of [source(), sink()]) expect(part.lastFailure).toMatchObject({ at: START });
    board.note({ type: 'source.polled', ...from, fetched: 0, added: 0, changed: 0 });
    const done = { written: 0, present: 1, refused: 0, newest: epochMs(START), lagMs: 1 };
    board.note({ type: 'sink.delivered', ...to, ...done });
    for (const part of [source(), sink()]) expect(part).not.toHaveProperty('lastFailure');
  });

  test('quiet lasts until a new reading comes, not until the next empty answer', () => {
    const { board, source } = rig();
    const part = { account: 'anna', source: 'share' } as const;
    board.note({ type: 'source.quiet', ...part });
    board.note({ type: 'source.polled', ...part, fetched: 0, added: 0, changed: 0 });
    expect(source().state).toBe('quiet');
    board.note({ type: 'source.polled', ...part, fetched: 1, added: 1, changed: 0 });
    expect(source().state).toBe('ok');
  });

  test('history filled in does not count as lag', () => {
    const { board, source, record } = rig();
    record(START - 86_400_000, 86_400_000);
    expect(source()).not.toHaveProperty('lag');
    record(START + 1_000, 20_000);
    expect(source().lag).toEqual({ p50Ms: 20_000, p95Ms: 20_000, count: 1 });
    expect(source().added).toBe(2);
    expect(board.snapshot().accounts[0]!.newest).toBe(START + 1_000);
  });

  test('a source remembers the newest that it gave, by whatever way', () => {
    const { board, source, record } = rig();
    expect(source()).not.toHaveProperty('newest');
    record(START - 300_000, 20_000);
    expect(source().newest).toBe(START - 300_000);
    const from = { account: 'anna', source: 'share' } as const;
    const polled = { type: 'source.polled', ...from, fetched: 1, added: 0, changed: 0 } as const;
    board.note({ ...polled, newest: epochMs(START) });
    board.note({ ...polled, newest: epochMs(START - 600_000) });
    board.note(polled);
    expect(source().newest).toBe(START);
    const reading = {
      kind: 'reading',
      systemTime: epochMs(START + 1),
      glucoseMgdl: 99 as MgDl,
    } as const;
    board.note({ type: 'reading.changed', ...from, reading });
    expect(source().newest).toBe(START + 1);
    expect(board.snapshot().accounts[0]!.newest).toBe(START + 1);
  });

  test('a sink counts what it did', () => {
    const { board, sink } = rig();
    const part = { account: 'anna', sink: 'nightscout-rest-v1' } as const;
    const newest = epochMs(START + 5_000);
    for (const [written, present, refused] of [
      [3, 1, 0],
      [2, 0, 1],
    ] as const) {
      board.note({
        type: 'sink.delivered',
        ...part,
        written,
        present,
        refused,
        newest,
        lagMs: 30_000,
      });
    }
    expect(sink()).toMatchObject({ state: 'ok', written: 5, present: 1, refused: 1, newest });
    expect(sink().lag).toMatchObject({ p50Ms: 30_000, count: 2 });
  });

  test('passes over what is not configured', () => {
    const { board } = rig();
    const before = board.snapshot();
    board.note({ type: 'source.quiet', account: 'nobody', source: 'share' });
    board.note({ type: 'source.quiet', account: 'anna', source: 'web-api' });
    expect(board.snapshot()).toEqual(before);
  });
});
