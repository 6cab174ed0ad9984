import { expect, test } from '@jest/globals';
import { didYouMean, nearestName } from '../../src/config/nearest-name.ts';

const KNOWN = ['listen', 'dataDir', 'log', 'retentionDays', 'shareRequestsPerReading', 'accounts'];

test.each([
  ['listne', 'listen'],
  ['LISTEN', 'listen'],
  ['data_dir', 'dataDir'],
  ['data-dri', 'dataDir'],
  ['account', 'accounts'],
  ['retention', undefined],
  ['retentionDay', 'retentionDays'],
  ['shareRequestPerReadings', 'shareRequestsPerReading'],
  ['somethingElse', undefined],
  ['x'.repeat(100_000), undefined],
])('%.30s', (given, nearest) => {
  expect(nearestName(given, KNOWN)).toBe(nearest);
});

test('in words', () => {
  expect(didYouMean('lsiten', KNOWN)).toBe(' Did you mean "listen"?');
  expect(didYouMean('zzzzzzzz', KNOWN)).toBe('');
  expect(didYouMean('x', [])).toBe('');
});
