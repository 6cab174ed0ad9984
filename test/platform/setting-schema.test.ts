import { describe, expect, test } from '@jest/globals';
import {
  numberFrom,
  oneOf,
  plainText,
  secretText,
  textLike,
  yesOrNo,
} from '../../src/platform/setting-schema.ts';
import { Secret } from '../../src/platform/secret.ts';
import type { TextSchema } from '../../src/platform/text-schema.ts';

/** The value, or the words of the first issue. */
function read<Value>(schema: TextSchema<Value>, text: string): unknown {
  const said = schema.safeParse(text);
  return said.success ? said.data : `expected ${said.error.issues[0]?.message ?? 'nothing'}`;
}

describe('what a person typed', () => {
  test.each(['', ' +1123 ', '00123', 'true', '"quoted"'])('%j stays as it is', (text) => {
    expect(read(plainText(), text)).toBe(text);
  });

  test('a secret keeps the space around it and is refused when too short', () => {
    const secret = read(secretText(), ' 00123 ');
    expect(secret).toBeInstanceOf(Secret);
    expect((secret as Secret).reveal()).toBe(' 00123 ');
    expect(read(secretText(), '')).toBe('expected at least 1 characters');
    expect(read(secretText(12), 'elevenchars')).toBe('expected at least 12 characters');
  });

  test.each([
    ['1.5', 1.5],
    [' 1 ', 1],
    ['10', 10],
    ['0.99', undefined],
    ['10.01', undefined],
    ['1.', undefined],
    ['.5', undefined],
    ['1e1', undefined],
    ['+2', undefined],
    ['0x2', undefined],
    ['', undefined],
    ['NaN', undefined],
  ])('%j as a number from 1 to 10 is %j', (text, value) => {
    const expected = value ?? 'expected a number from 1 to 10 (requests)';
    expect(read(numberFrom(1, 10, 'requests', false), text)).toBe(expected);
  });

  test('a whole number takes no fraction', () => {
    const days = numberFrom(7, 36_500, 'days');
    expect(read(days, ' 0365 ')).toBe(365);
    expect(read(days, '7.0')).toBe('expected a whole number from 7 to 36500 (days)');
    expect(read(days, '6')).toBe('expected a whole number from 7 to 36500 (days)');
  });

  test('words are taken in any case, with the space around them', () => {
    expect(read(yesOrNo(), ' TRUE ')).toBe(true);
    expect(read(yesOrNo(), 'False')).toBe(false);
    expect(read(yesOrNo(), 'yes')).toBe('expected true or false');
    expect(read(oneOf(['us', 'ous'], { eu: 'ous' }), ' Eu ')).toBe('ous');
    expect(read(oneOf(['us', 'ous'], { eu: 'ous' }), 'uk')).toBe('expected us, ous or eu');
    expect(read(oneOf(['us', 'ous']), 'constructor')).toBe('expected us or ous');
  });

  test('a pattern judges what stands between the spaces', () => {
    expect(read(textLike(/^a+$/, 'only a'), ' aaa\n')).toBe('aaa');
    expect(read(textLike(/^a+$/, 'only a'), 'aba')).toBe('expected only a');
  });
});
