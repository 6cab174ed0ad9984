import { expect, test } from '@jest/globals';
import { demoLine } from '../../src/app/demo-line.ts';
import type { MgDl } from '../../src/domain/glucose.ts';
import { epochMs, MINUTE_MS } from '../../src/domain/instant.ts';
import type { Reading } from '../../src/domain/reading.ts';
import { wallClock } from '../../src/platform/local-time.ts';

const AT = 1_745_081_013_817;
const reading = (value: number, at = AT): Reading => ({
  kind: 'reading',
  systemTime: epochMs(at),
  glucoseMgdl: value as MgDl,
  trend: 'flat',
});
const { time } = wallClock(epochMs(AT));

test.each([
  [reading(123), reading(121, AT - 5 * MINUTE_MS), '123 mg/dL → +2'],
  [reading(123), reading(123, AT - 5 * MINUTE_MS), '123 mg/dL → 0'],
  [reading(123), reading(130, AT - 5 * MINUTE_MS), '123 mg/dL → -7'],
  [reading(123), reading(121, AT - 15 * MINUTE_MS), '123 mg/dL →'],
  [reading(123), undefined, '123 mg/dL →'],
  [reading(39), undefined, '39 mg/dL LOW →'],
  [reading(401), undefined, '401 mg/dL HIGH →'],
])('a reading is one line', (now, before, shown) => {
  expect(demoLine(now, before)).toBe(`${time} ${shown}`);
});
