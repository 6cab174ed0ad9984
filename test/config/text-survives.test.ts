import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { stringify } from 'yaml';
import { completeWithout, load, type Loaded } from './load-with.ts';

/** Whatever a keyboard or a password manager makes, on one line. */
const typedText = fc
  .oneof(
    fc.string({ unit: 'binary', minLength: 1, maxLength: 40 }),
    fc.stringMatching(/^[+0-9 .eExX_:-]{1,20}$/),
    fc.constantFrom(
      'true',
      'null',
      '~',
      'No',
      '00123',
      '+1123',
      '- x',
      '{a}',
      '[b]',
      'a: b',
      'x #y',
      '"q"',
      "'",
      '!x',
      '&x',
      '*x',
      '|',
      '>',
      '%',
      '@',
      '`',
      '<<',
      '__proto__',
      'undefined',
      '\u2028',
    ),
  )
  .filter(
    (text) =>
      text.trim() !== '' && !/[\r\n\0\uFEFF]/.test(text) && Buffer.from(text).toString() === text,
  );

const rest = completeWithout('DEXCOM_USERNAME', 'DEXCOM_PASSWORD');

function expectKept(loaded: Loaded, name: string, password: string): void {
  expect(loaded.config.accounts[0]?.share?.login).toEqual({ by: 'name', name });
  expect(loaded.config.accounts[0]?.share?.password.reveal()).toBe(password);
}

test('any user name and password come through every route unchanged', async () => {
  await fc.assert(
    fc.asyncProperty(typedText, typedText, async (name, password) => {
      const inFile = { accounts: [{ dexcom: { username: name, password } }] };
      expectKept(
        await load({ env: { ...rest, BRIDGE_USER_NAME: name, BRIDGE_PASSWORD: password } }),
        name,
        password,
      );
      expectKept(
        await load({
          env: { ...rest, DEXCOM_USERNAME: name, DEXCOM_PASSWORD_FILE: '/p' },
          files: { '/p': `${password}\n` },
        }),
        name,
        password,
      );
      expectKept(
        await load({ env: rest, flags: { 'dexcom-username': name, 'dexcom-password': password } }),
        name,
        password,
      );
      expectKept(await load({ env: rest, yaml: stringify(inFile) }), name, password);
      expectKept(
        await load({ env: rest, yaml: JSON.stringify(inFile, undefined, '\t') }),
        name,
        password,
      );
    }),
    { numRuns: 60 },
  );
});

test('whatever text a file holds, loading ends with a configuration or with its faults', async () => {
  const piece = fc.constantFrom(
    'accounts',
    'dexcom',
    'listen',
    ':',
    ': ',
    '-',
    '- ',
    '\n',
    '\n  ',
    '{',
    '}',
    '[',
    ']',
    '"',
    "'",
    '&a',
    '*a',
    '<<',
    '!t',
    '#',
    '|',
    '>',
    '\t',
    ',',
    '?',
    '%',
    '@',
    'x',
    '---',
    '...',
  );
  await fc.assert(
    fc.asyncProperty(fc.array(piece, { maxLength: 60 }), async (pieces) => {
      const outcome: unknown = await load({ env: rest, yaml: pieces.join('') }).catch(
        (thrown: unknown) => thrown,
      );
      expect(outcome).toMatchObject({ code: 'config.invalid' });
    }),
    { numRuns: 150 },
  );
});
