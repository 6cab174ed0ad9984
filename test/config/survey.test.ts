import { describe, expect, test } from '@jest/globals';
import { describeEffective, surveyConfig } from '../../src/config/index.ts';
import { COMPLETE, completeWithout, faultsOf, settings } from './load-with.ts';

const survey = (env: Record<string, string>, yaml?: string) =>
  surveyConfig({
    flags: {},
    env,
    cwd: '/bridge',
    settings,
    readFile: async (path) => {
      if (yaml === undefined || !path.endsWith('bridge.yaml')) {
        throw Object.assign(new Error('none'), { code: 'ENOENT' });
      }
      return { text: yaml, readableByOthers: false };
    },
  });
const valueOf = (read: Awaited<ReturnType<typeof survey>>, wanted: string) => {
  const found = read.effective.find(({ name }) => name === wanted);
  return found && { value: found.value, origin: found.origin };
};

describe('what is missing is told apart from what is wrong', () => {
  test.each([
    [{}, 2],
    [completeWithout('DEXCOM_PASSWORD'), 1],
    [completeWithout('DEXCOM_USERNAME'), 1],
    [completeWithout('NIGHTSCOUT_API_SECRET'), 1],
    [completeWithout('NIGHTSCOUT_URL'), 1],
    [COMPLETE, 0],
  ])('%j', async (env, count) => {
    const read = await survey(env);
    expect(read.missing).toHaveLength(count);
    expect(read.faults).toEqual(read.missing);
    expect(read.config?.dataDir).toBe('/bridge/data');
    expect(read.config?.accounts.map(({ name }) => name)).toEqual(['default']);
  });

  test('a wrong value within an account is no missing one, and leaves the rest usable', async () => {
    const read = await survey({ ...COMPLETE, DEXCOM_REGION: 'mars', DEXCOM_PASSWORD: '' });
    expect(read.faults.map(({ setting }) => setting)).toEqual(['DEXCOM_REGION', 'DEXCOM_PASSWORD']);
    expect(read.missing.map(({ setting }) => setting)).toEqual(['DEXCOM_PASSWORD']);
    expect(read.config?.accounts[0]?.nightscout?.siteUrl).toBe('https://anna.example.org');
  });

  test.each([
    [{ LISTEN: 'nowhere' }, undefined],
    [{}, 'dataDri: /x\n'],
    [{}, 'accounts: [{name: An}]\n'],
    [{}, 'accounts: 3\n'],
  ])('with a fault in %j %j there is no configuration', async (env, yaml) => {
    const read = await survey(env, yaml);
    expect(read.config).toBeUndefined();
    expect(read.faults.length).toBeGreaterThan(read.missing.length);
  });
});

test('what is wrong is shown with its origin, harmless text as typed', async () => {
  const read = await survey({
    DATA_DIR: '/d',
    DEXCOM_REGION: 'mars',
    NS: 'https://u:wolf@h',
    NIGHTSCOUT_API_SECRET: 'short',
    DEXCOM_PASSWORD_FILE: '/none',
    NIGHTSCOUT_EVENTS: 'maybe',
  });
  expect(valueOf(read, 'DATA_DIR')).toEqual({ value: '/d', origin: 'environment DATA_DIR' });
  expect(valueOf(read, 'DEXCOM_REGION')).toEqual({
    value: 'mars',
    origin: 'environment DEXCOM_REGION',
  });
  expect(valueOf(read, 'NIGHTSCOUT_URL')).toEqual({ value: null, origin: 'environment NS' });
  expect(valueOf(read, 'NIGHTSCOUT_API_SECRET')).toEqual({
    value: null,
    origin: 'environment NIGHTSCOUT_API_SECRET',
  });
  expect(valueOf(read, 'DEXCOM_PASSWORD')).toEqual({
    value: null,
    origin: 'environment DEXCOM_PASSWORD_FILE',
  });
  expect(describeEffective(read.effective)).toMatch(/^NIGHTSCOUT_URL +- +environment NS$/m);
  expect(read.faults.map(({ text }) => text).join()).not.toContain('not built');
});

describe('an account whose name cannot be used', () => {
  const two = (name: string) =>
    `accounts:\n  - {name: anna, dexcom: {username: a, password: b}, mongodb: {uri: "mongodb://h/a"}}\n  - {name: ${name}, retries: 3, mergeToleranceMs: -1, dexcom: {username: l, region: mars}, mongodb: {uri: "mongodb://h/l"}}\n`;

  test.each(['Le/na', 'anna'])('%s: its other settings are looked at as well', async (name) => {
    const faults = await faultsOf({ yaml: two(name) });
    const named = faults.map(({ setting }) => setting).join(' ');
    for (const key of ['name', 'retries', 'mergeToleranceMs', 'dexcom.region', 'dexcom.password']) {
      expect(named).toContain(`accounts[1].${key}`);
    }
    expect(faults).toHaveLength(5);
    const read = await survey({}, two(name));
    expect(valueOf(read, 'accounts[1].dexcom.username')?.value).toBe('l');
    expect(valueOf(read, 'accounts.anna.dexcom.username')?.value).toBe('a');
  });
});

describe('a flag that gives no value', () => {
  test.each([
    [{ 'dexcom-password': ['a', 'b'] }, '--dexcom-password'],
    [{ 'dexcom-password': 'a', 'dexcom-password-file': 'b' }, '--dexcom-password-file'],
    [{ 'dexcom-username': '' }, '--dexcom-username'],
  ])('%j is told once, and not called missing besides', async (flags, setting) => {
    const env = completeWithout(
      setting === '--dexcom-username' ? 'DEXCOM_USERNAME' : 'DEXCOM_PASSWORD',
    );
    const faults = await faultsOf({ env, flags });
    expect(faults.map((fault) => fault.setting)).toEqual([setting]);
  });
});
