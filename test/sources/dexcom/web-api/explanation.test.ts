import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { explanation } from '../../../../src/sources/dexcom/web-api/explanation.ts';

describe('an error body', () => {
  test.each([
    ['startDate is not valid', '“startDate is not valid”'],
    [
      '{"errors": ["from 2025-01-01T00:00:00 to 2025-02-06T09:12:35"]}\n',
      '“{"errors": ["from 2025-01-01T00:00:00 to 2025-02-06T09:12:35"]}”',
    ],
    ['', ''],
    ['<html>', ''],
    ['\u0000\u0001', ''],
    ['sänd', ''],
    ['someone@example.org', ''],
    ['your token is bad', ''],
    [`id ${'a1'.repeat(12)}`, ''],
    ['the pass is hunter2', ''],
  ])('%p is shown as %p', (body, shown) => {
    expect(explanation(body, ['hunter2'])).toBe(shown);
  });

  test('is cut to 200 characters', () => {
    expect(explanation('word '.repeat(100), [])).toHaveLength(202);
  });

  test('never shows a secret, whatever is around it', () => {
    const secret = 'Zq7Zq7Zq7';
    fc.assert(
      fc.property(fc.string(), fc.string(), (before, after) => {
        expect(explanation(`${before}${secret}${after}`, [secret])).not.toContain(secret);
      }),
    );
  });
});
