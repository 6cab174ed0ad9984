import { describe, expect, test } from '@jest/globals';
import { BridgeFailure, type FailureKind } from '../../src/domain/failure.ts';
import { epochMs } from '../../src/domain/instant.ts';
import type { MgDl } from '../../src/domain/glucose.ts';
import { wordEvent } from '../../src/telemetry/wording.ts';

const at = epochMs(1_745_081_013_817);
const failure = (kind: FailureKind) => new BridgeFailure('room.what', kind, 'what and remedy');

describe('wordEvent', () => {
  test.each([
    ['transient', 'warn'],
    ['throttled', 'warn'],
    ['config', 'error'],
    ['refused', 'error'],
  ] as const)('a %s failure of a sink is logged as %s', (kind, level) => {
    const line = wordEvent({
      type: 'sink.failed',
      account: 'a',
      sink: 's',
      failure: failure(kind),
      retryAt: at,
    });
    expect(line.level).toBe(level);
    expect(line.fields).toMatchObject({ code: 'room.what', reason: 'what and remedy' });
  });

  test('what needs a person is an error', () => {
    const credentials = failure('credentials');
    for (const line of [
      wordEvent({ type: 'source.latched', account: 'a', source: 'share', failure: credentials }),
      wordEvent({ type: 'sink.latched', account: 'a', sink: 's', failure: credentials }),
      wordEvent({ type: 'sink.refused', account: 'a', sink: 's', code: 'c', reason: 'r' }),
      wordEvent({ type: 'server.failed', failure: failure('transient'), retryAt: at }),
      wordEvent({ type: 'notify.failed', failure: failure('config'), retryAt: at }),
      wordEvent({ type: 'bridge.crashed', failure: failure('bug') }),
    ]) {
      expect(line.level).toBe('error');
    }
  });

  test('notices: that one went out is said, and one that waits is a warning', () => {
    const sent = wordEvent({ type: 'notify.sent', account: 'a', notice: 'sink.stuck', part: 's' });
    expect(sent).toMatchObject({ level: 'info', fields: { notice: 'sink.stuck', part: 's' } });
    const failed = { type: 'notify.failed', failure: failure('transient'), retryAt: at } as const;
    expect(wordEvent(failed)).toMatchObject({
      level: 'warn',
      fields: { code: 'room.what', retryAt: '2025-04-19T16:43:33.817Z' },
    });
  });

  test('glucose values appear at debug only', () => {
    const reading = { kind: 'reading', systemTime: at, glucoseMgdl: 123 as MgDl } as const;
    const line = wordEvent({
      type: 'reading.recorded',
      account: 'a',
      source: 'share',
      reading,
      lagMs: 5,
    });
    expect(line).toMatchObject({
      level: 'debug',
      fields: { glucoseMgdl: 123, measuredAt: '2025-04-19T16:43:33.817Z', lagMs: 5 },
    });
  });
});
