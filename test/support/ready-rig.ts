import { expect } from '@jest/globals';
import { BridgeFailure, type FailureKind } from '../../src/domain/failure.ts';
import { epochMs, type EpochMs } from '../../src/domain/instant.ts';
import type { SourceName } from '../../src/domain/record.ts';
import type { ReadyReason } from '../../src/http-server/ready-reason.ts';
import { createReadyRoutes } from '../../src/http-server/ready.ts';
import type { BridgeMeasure, SinkMeasure } from '../../src/telemetry/bridge-measure.ts';
import { createStatusBoard } from '../../src/telemetry/status-board.ts';
import { FakeClock } from './fake-clock.ts';

/** The name of its sink. */
export const SINK = 'nightscout';

/** A failure whose words must not be seen. */
export function failure(code: string, kind: FailureKind = 'transient'): BridgeFailure {
  return new BridgeFailure(code, kind, 'https://my-site.example.org said 123 mg/dL to anna@x.org');
}

/** The ready route on a real status board, with a journal that holds what the test says. */
export function readyRig({ name = 'anna', sources = ['share'] as readonly SourceName[] } = {}) {
  const clock = new FakeClock();
  const start = clock.now();
  const board = createStatusBoard(clock, [{ name, sources, sinks: [SINK] }]);
  const sink: { -readonly [K in keyof SinkMeasure]: SinkMeasure[K] } = {
    name: SINK,
    cursor: 0,
    cursorSince: start,
    pending: 0,
  };
  const held: { newest: EpochMs | undefined; broken: BridgeFailure | undefined } = {
    newest: undefined,
    broken: undefined,
  };
  const measure = async (): Promise<BridgeMeasure> => {
    if (held.broken) throw held.broken;
    const { newest } = held;
    const counts = { records: 0, setAside: 0, refused: 0, sinks: [sink] };
    return {
      status: board.snapshot(),
      accounts: [{ name, ...counts, ...(newest === undefined ? {} : { newest }) }],
    };
  };
  const routes = createReadyRoutes({ clock, measure });
  const to = { account: name, source: sources[0] ?? 'share' };
  return {
    clock,
    board,
    sink,
    held,
    routes,
    answered: (newest?: EpochMs) => {
      if (newest !== undefined) held.newest = newest;
      board.note({ type: 'source.polled', ...to, fetched: 1, added: 1, changed: 0 });
    },
    synced: (nextSyncAt: EpochMs, newest?: EpochMs) => {
      if (newest !== undefined) held.newest = newest;
      board.note({
        type: 'history.synced',
        account: name,
        source: 'web-api',
        windows: 1,
        added: 0,
        changed: 0,
        nextSyncAt,
      });
    },
    sourceFails: (code: string, source = to.source) =>
      board.note({
        type: 'source.failed',
        account: name,
        source,
        failure: failure(code),
        retryAt: epochMs(clock.now() + 5_000),
      }),
    sinkFails: (code: string) =>
      board.note({
        type: 'sink.failed',
        account: name,
        sink: SINK,
        failure: failure(code),
        retryAt: epochMs(clock.now() + 5_000),
      }),
    delivered: () =>
      board.note({
        type: 'sink.delivered',
        account: name,
        sink: SINK,
        written: 1,
        present: 0,
        refused: 0,
        newest: clock.now(),
        lagMs: 0,
      }),
    ask: async (): Promise<{ status: number; reasons: readonly ReadyReason[] }> => {
      const answer = await routes.request('/readyz');
      const { status, reasons } = (await answer.json()) as {
        status: string;
        reasons: ReadyReason[];
      };
      expect(status).toBe(answer.status === 200 ? 'ready' : 'not ready');
      expect(answer.status).toBe(reasons.length === 0 ? 200 : 503);
      return { status: answer.status, reasons };
    },
  };
}
