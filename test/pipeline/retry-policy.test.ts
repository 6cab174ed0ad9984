import { describe, expect, test } from '@jest/globals';
import { BridgeFailure, type FailureKind } from '../../src/domain/failure.ts';
import { epochMs } from '../../src/domain/instant.ts';
import { HISTORY_PATIENCE, reactTo } from '../../src/pipeline/retry-policy.ts';
import { seededRandom } from '../../src/platform/random.ts';
import { T0 } from '../support/readings.ts';

const NOW = epochMs(T0);
const react = (kind: FailureKind, failures: number, retryInMs?: number) => {
  const detail = retryInMs === undefined ? {} : { retryAt: epochMs(NOW + retryInMs) };
  const reaction = reactTo(
    new BridgeFailure('x.y', kind, 'm', detail),
    failures,
    NOW,
    seededRandom(failures),
  );
  return reaction.act === 'retry' ? reaction.at - NOW : reaction.act;
};

describe('the kind alone decides', () => {
  test('credentials latch and bugs crash', () => {
    expect(react('credentials', 1)).toBe('latch');
    expect(react('bug', 1)).toBe('crash');
  });

  test('an outage is retried within seconds, then at the pace of readings, never at once', () => {
    const waits = [1, 2, 3, 4, 5, 6, 7, 50].map(
      (failures) => react('transient', failures) as number,
    );
    expect(waits[0]).toBeGreaterThanOrEqual(2_500);
    expect(waits[0]).toBeLessThanOrEqual(5_000);
    for (const wait of waits.slice(-2)) {
      expect(wait).toBeGreaterThanOrEqual(150_000);
      expect(wait).toBeLessThanOrEqual(300_000);
    }
  });

  test('a server’s wish is honoured, up to an hour', () => {
    expect(react('throttled', 1, 90_000)).toBeGreaterThanOrEqual(90_000);
    expect(react('throttled', 1, 90_000)).toBeLessThanOrEqual(92_000);
    expect(react('throttled', 9, 90_000)).toBeGreaterThanOrEqual(90_000);
    expect(react('throttled', 1, 30 * 86_400_000)).toBeLessThanOrEqual(3_602_000);
    expect(react('throttled', 1, -5_000)).toBeGreaterThanOrEqual(0);
  });

  test('a wrong setting seen while running is looked at again after a quarter of an hour', () => {
    expect(react('config', 1)).toBeGreaterThanOrEqual(450_000);
    expect(react('config', 9)).toBeLessThanOrEqual(900_000);
  });
});

describe('for history', () => {
  const patient = (kind: FailureKind, failures: number, retryInMs?: number) => {
    const detail = retryInMs === undefined ? {} : { retryAt: epochMs(NOW + retryInMs) };
    const failure = new BridgeFailure('x.y', kind, 'm', detail);
    const reaction = reactTo(failure, failures, NOW, seededRandom(failures), HISTORY_PATIENCE);
    return reaction.act === 'retry' ? reaction.at - NOW : NaN;
  };

  test('a wish for hours is honoured, up to a day, whatever its kind', () => {
    for (const kind of ['transient', 'throttled'] as const) {
      for (const hours of [2, 12, 16]) {
        expect(patient(kind, 1, hours * 3_600_000)).toBeGreaterThanOrEqual(hours * 3_600_000);
        expect(patient(kind, 5, hours * 3_600_000)).toBeLessThanOrEqual(hours * 3_600_000 + 2_000);
      }
    }
    expect(patient('throttled', 1, 90 * 86_400_000)).toBeLessThanOrEqual(86_402_000);
  });

  test('an outage is looked at again within a quarter of an hour', () => {
    expect(patient('transient', 1)).toBeLessThanOrEqual(5_000);
    expect(patient('transient', 50)).toBeGreaterThanOrEqual(450_000);
    expect(patient('transient', 50)).toBeLessThanOrEqual(900_000);
  });
});
