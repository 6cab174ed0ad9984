import { expect, test } from '@jest/globals';
import { describeEffective, describeEffectiveAsJson } from '../../src/config/index.ts';

const EFFECTIVE = [
  { name: 'DEXCOM_REGION', value: 'ous', origin: 'environment BRIDGE_SERVER' },
  { name: 'LOG_FORMAT', value: null, origin: 'default' },
  { name: 'DEXCOM_USERNAME', value: 'a\u001b[31m\nb', origin: 'flag --dexcom-username' },
];

test('a line a setting, and nothing that could draw on the terminal', () => {
  expect(describeEffective(EFFECTIVE)).toBe(
    [
      'DEXCOM_REGION    ous             environment BRIDGE_SERVER',
      'LOG_FORMAT       -               not set',
      'DEXCOM_USERNAME  a\\u001b[31m\\nb  flag --dexcom-username',
    ].join('\n'),
  );
});

test('as JSON', () => {
  expect(JSON.parse(describeEffectiveAsJson(EFFECTIVE))).toEqual({ settings: EFFECTIVE });
});
