import { expect, test } from '@jest/globals';
import { EXIT, exitCodeOf } from '../../src/app/exit-codes.ts';
import { BridgeFailure, type FailureKind } from '../../src/domain/failure.ts';

test('the numbers are those of sysexits', () => {
  expect(EXIT).toEqual({
    ok: 0,
    usage: 64,
    unavailable: 69,
    bug: 70,
    inUse: 75,
    refused: 77,
    config: 78,
  });
});

test.each<[string, FailureKind, number]>([
  ['journal.in_use', 'config', 75],
  ['journal.newer', 'config', 78],
  ['command.bad_date', 'config', 64],
  ['share.refused', 'credentials', 77],
  ['http.timeout', 'transient', 69],
  ['nightscout.throttled', 'throttled', 69],
  ['nightscout.refused_row', 'refused', 69],
  ['bridge.bug', 'bug', 70],
])('%s (%s) ends with %i', (code, kind, exit) => {
  expect(exitCodeOf(new BridgeFailure(code, kind, 'x'))).toBe(exit);
});
