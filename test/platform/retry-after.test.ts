import { expect, test } from '@jest/globals';
import { epochMs } from '../../src/domain/instant.ts';
import { retryAfter } from '../../src/platform/retry-after.ts';

const NOW = epochMs(Date.UTC(2025, 3, 19, 12, 0, 0));
const wait = (headers: Record<string, string>) => {
  const until = retryAfter(headers, NOW);
  return until === undefined ? undefined : until - NOW;
};

test.each([
  ['seconds', { 'retry-after': '120' }, 120_000],
  ['no wait', { 'retry-after': '0' }, 0],
  ['a date, by our clock', { 'retry-after': 'Sat, 19 Apr 2025 12:02:00 GMT' }, 120_000],
  [
    'a date, by the server’s clock',
    { 'retry-after': 'Sat, 19 Apr 2025 12:02:00 GMT', date: 'Sat, 19 Apr 2025 12:01:30 GMT' },
    30_000,
  ],
  ['a date gone by', { 'retry-after': 'Sat, 19 Apr 2025 11:00:00 GMT' }, 0],
  ['at most an hour', { 'retry-after': '99999999999999999999' }, 3_600_000],
  ['nothing said', {}, undefined],
  ['nonsense', { 'retry-after': 'in a while' }, undefined],
  ['a negative number', { 'retry-after': '-5' }, undefined],
])('how long to wait: %s', (_, headers, waitMs) => {
  expect(wait(headers)).toBe(waitMs);
});
