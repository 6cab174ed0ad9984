import { expect, test } from '@jest/globals';
import { givenAnswers } from '../../src/config/given-answers.ts';
import { settings } from './load-with.ts';

const given = async (
  env: Readonly<Record<string, string>>,
  flags: Readonly<Record<string, string>> = {},
  files: Readonly<Record<string, string>> = {},
) => {
  const { answers, labels } = await givenAnswers({
    env,
    flags,
    cwd: '/bridge',
    settings,
    readFile: async (path) => {
      const text = files[path];
      if (text === undefined) throw Object.assign(new Error('none'), { code: 'ENOENT' });
      return { text, readableByOthers: false };
    },
  });
  return { answers: Object.fromEntries(answers), labels };
};

test('nothing given is no answer', async () => {
  expect(await given({ HOME: '/root', PATH: '/bin' })).toEqual({ answers: {}, labels: [] });
});

test('flags win over the environment, and older names are put as ours', async () => {
  const { answers, labels } = await given(
    { BRIDGE_USER_NAME: 'anna', BRIDGE_PASSWORD: '00123', DEXCOM_REGION: 'us' },
    { 'dexcom-region': 'ous', config: 'x.yaml' },
  );
  expect(answers).toEqual({
    DEXCOM_USERNAME: 'anna',
    DEXCOM_PASSWORD: '00123',
    DEXCOM_REGION: 'ous',
  });
  expect([...labels].sort()).toEqual(['--dexcom-region', 'BRIDGE_PASSWORD', 'BRIDGE_USER_NAME']);
});

test('a secret in a file stays there, by its whole path', async () => {
  const files = { '/bridge/pw': 'wolf-moon\n', '/run/s': 'a-secret-of-anna' };
  const { answers } = await given(
    { NIGHTSCOUT_API_SECRET_FILE: '/run/s', NIGHTSCOUT_URL: 'https://x.example.org' },
    { 'dexcom-password-file': 'pw' },
    files,
  );
  expect(answers).toEqual({
    DEXCOM_PASSWORD_FILE: '/bridge/pw',
    NIGHTSCOUT_API_SECRET_FILE: '/run/s',
    NIGHTSCOUT_URL: 'https://x.example.org',
  });
});

test('so does one whose file cannot be read: that shows when the whole is read', async () => {
  const { answers } = await given({ DEXCOM_PASSWORD_FILE: '/not/there' });
  expect(answers).toEqual({ DEXCOM_PASSWORD_FILE: '/not/there' });
});

test('what is set for other programs is taken only where it completes something', async () => {
  const ambient = { API_SECRET: 'a-secret-of-anna', WEBSITE_HOSTNAME: 'x.example.org' };
  expect((await given(ambient)).answers).toEqual({});
  expect((await given({ ...ambient, NIGHTSCOUT_URL: 'https://y.example.org' })).answers).toEqual({
    NIGHTSCOUT_URL: 'https://y.example.org',
    NIGHTSCOUT_API_SECRET: 'a-secret-of-anna',
  });
  expect((await given({ ...ambient, LISTEN: '*:1' })).answers).toEqual({
    LISTEN: '*:1',
    FEED_API_SECRET: 'a-secret-of-anna',
  });
  const token = { NIGHTSCOUT_URL: 'https://y.example.org', NIGHTSCOUT_TOKEN: 't-1' };
  expect((await given({ ...ambient, ...token })).answers).toEqual(token);
});
