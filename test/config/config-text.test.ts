import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { configText } from '../../src/config/config-text.ts';
import { Secret } from '../../src/platform/secret.ts';
import { load, settings } from './load-with.ts';

/** Loads what the answers are written as. */
async function written(answers: Readonly<Record<string, string>>) {
  const yaml = await configText(new Map(Object.entries(answers)), settings);
  return { yaml, loaded: await load({ yaml }) };
}

const LOGIN = { DEXCOM_USERNAME: 'anna', DEXCOM_PASSWORD: 'wolf-moon' };

test('what was answered is written where it belongs, and nothing else', async () => {
  const { yaml, loaded } = await written({
    ...LOGIN,
    DEXCOM_REGION: 'ous',
    NIGHTSCOUT_URL: 'https://anna.example.org',
    NIGHTSCOUT_API_SECRET: 'a-secret-of-anna',
    LISTEN: '*:17580',
    FEED_API_SECRET: 'a-secret-for-readers',
    NOTIFY_URL: 'https://ntfy.sh/topic',
  });
  expect(yaml.split('\n').filter((line) => line !== '' && !line.startsWith('#'))).toEqual([
    'listen: "*:17580"',
    'feedApiSecret: "a-secret-for-readers"',
    'notify:',
    '  url: "https://ntfy.sh/topic"',
    'accounts:',
    '  - name: "default"',
    '    dexcom:',
    '      username: "anna"',
    '      password: "wolf-moon"',
    '      region: "ous"',
    '    nightscout:',
    '      url: "https://anna.example.org"',
    '      apiSecret: "a-secret-of-anna"',
  ]);
  expect(loaded.warnings).toEqual([]);
  expect(loaded.config.accounts).toHaveLength(1);
  expect(loaded.config.accounts[0]).toMatchObject({ name: 'default', share: { region: 'ous' } });
});

test('a secret may stay in a file of its own', async () => {
  const yaml = await configText(
    new Map([
      ['DEXCOM_USERNAME', 'anna'],
      ['DEXCOM_PASSWORD_FILE', '/run/secrets/dexcom'],
    ]),
    settings,
  );
  expect(yaml).toContain('passwordFile: "/run/secrets/dexcom"');
  const { config } = await load({ yaml, files: { '/run/secrets/dexcom': 'wolf-moon\n' } });
  expect(config.accounts[0]?.share?.password.reveal()).toBe('wolf-moon');
});

test('what is no setting is a fault of the program', async () => {
  await expect(configText(new Map([['DEXCOM_PASSWROD', 'x']]), settings)).rejects.toThrow(
    'DEXCOM_PASSWROD is no setting',
  );
});

/** What people make trouble with in a YAML file, and any text besides. */
const awkward = fc.oneof(
  fc.constantFrom(
    '00123',
    '+1123',
    'true',
    'null',
    '~',
    '0x1F',
    '1e5',
    '2026-11-21',
    '# not a comment',
    'a #b',
    'key: value',
    ': ',
    '- item',
    '"quoted"',
    "it's",
    '{a: b}',
    '[a]',
    '&anchor',
    '*alias',
    '!tag',
    '|',
    '>',
    '%TAG',
    '@at',
    '`tick`',
    'back\\slash\\n',
    '${HOME} $(id)',
    '  spaces around  ',
    'tab\there',
    'ünï©ødé 漢字 🙂 \u200b\u202e',
    '\u0000\u0001\u001b[31m',
    '---',
    '...',
    '<<',
    '=',
    'x'.repeat(300) + ' ' + 'y'.repeat(300),
  ),
  fc.string({ minLength: 1, maxLength: 60 }),
  fc.string({ unit: 'binary', minLength: 1, maxLength: 40 }),
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }),
);
const typed = awkward.filter((text) => text.trim() !== '');

test('every user name and every secret is read back as it was typed', async () => {
  await fc.assert(
    fc.asyncProperty(typed, typed, typed, async (name, password, token) => {
      const { loaded } = await written({
        DEXCOM_USERNAME: name,
        DEXCOM_PASSWORD: password,
        NIGHTSCOUT_URL: 'https://x.example.org',
        NIGHTSCOUT_TOKEN: token,
      });
      const [account] = loaded.config.accounts;
      expect(account?.share?.login).toEqual({ by: 'name', name });
      expect(account?.share?.password).toBeInstanceOf(Secret);
      expect(account?.share?.password.reveal()).toBe(password);
      expect(account?.nightscout?.credential.value.reveal()).toBe(token);
    }),
    { numRuns: 200 },
  );
});
