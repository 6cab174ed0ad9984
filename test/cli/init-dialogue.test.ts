import { describe, expect, test } from '@jest/globals';
import type { CheckRow } from '../../src/app/check-row.ts';
import { initFile } from '../../src/app/init-file.ts';
import { openInitSession, type InitSession } from '../../src/app/init-session.ts';
import type { TrialPart } from '../../src/app/init-trial.ts';
import { initDialogue } from '../../src/cli/init-dialogue.ts';
import { scriptedAsker } from './scripted-asker.ts';

type Script = Parameters<typeof scriptedAsker>[0];

const nobody = { on: () => undefined, off: () => undefined, exit: () => undefined };
const DEXCOM: Script = [
  [/Where was the Dexcom account/, 'ous'],
  [/User name/, 'anna'],
  [/Password/, 'wolf-moon'],
];
const NO_MORE: Script = [
  [/Shall other devices/, false],
  [/Send a notice when/, 'none'],
];

/** Runs the dialogue with these answers; each look at a part gives the rows that are next for it, then all well. */
async function run(
  script: Script,
  rows: Partial<Record<TrialPart, readonly CheckRow[]>> = {},
  env: Readonly<Record<string, string>> = {},
) {
  const call = { flags: { config: '/nowhere/else/bridge.yaml' }, env, cwd: '/nowhere' };
  const real = await openInitSession(call, nobody);
  const looks: TrialPart[] = [];
  const faults = new Map(Object.entries(rows));
  let written: Record<string, string> | undefined;
  const session: InitSession = {
    ...real,
    file: {
      ...initFile(call),
      isTaken: async () => false,
      write: async (answers) => {
        written = Object.fromEntries(answers);
      },
    },
    trial: {
      async look(_config, part) {
        looks.push(part);
        const [first, ...rest] = faults.get(part) ?? [];
        faults.set(part, rest);
        return [first ?? { result: 'ok', what: part, detail: `${part} is well` }];
      },
      keepRefusals: async () => undefined,
      close: async () => undefined,
    },
  };
  const { asker, said, asked, left } = scriptedAsker(script);
  try {
    await initDialogue(asker, session, false);
  } finally {
    await real.close();
  }
  expect(left).toEqual([]);
  return { written, said, asked, looks };
}

const refused: CheckRow = { result: 'fault', what: 'x', detail: 'refused', exitCode: 77 };
const away: CheckRow = { result: 'fault', what: 'x', detail: 'away', exitCode: 69 };

describe('the questions of a first run', () => {
  test('the shortest way: Dexcom, and nothing but the feed', async () => {
    const { written, looks } = await run([...DEXCOM, [/Where shall/, 'nowhere'], ...NO_MORE]);
    expect(written).toEqual({
      DEXCOM_REGION: 'ous',
      DEXCOM_USERNAME: 'anna',
      DEXCOM_PASSWORD: 'wolf-moon',
    });
    expect(looks).toEqual(['share']);
  });

  test('each part is tried right after its questions', async () => {
    const { written, looks } = await run([
      ...DEXCOM,
      [/Where shall/, 'site'],
      [/Address of the Nightscout/, 'https://anna.example.org'],
      [/How may the bridge write/, 'NIGHTSCOUT_TOKEN'],
      [/access token/, 'bridge-0123456789abcdef'],
      [/Shall other devices/, true],
      [/Where to listen/, '192.168.1.4:17580'],
      [/Secret that they have to show/, 'twelve-or-more'],
      [/Send a notice when/, 'pushover'],
      [/API token of your application/, 'app-token'],
      [/user key/, 'user-key'],
      [/Send a test now/, true],
    ]);
    expect(looks).toEqual(['share', 'nightscout', 'notices']);
    expect(written).toMatchObject({
      NIGHTSCOUT_URL: 'https://anna.example.org',
      NIGHTSCOUT_TOKEN: 'bridge-0123456789abcdef',
      LISTEN: '192.168.1.4:17580',
      FEED_API_SECRET: 'twelve-or-more',
      NOTIFY_FORMAT: 'pushover',
      NOTIFY_TOKEN: 'app-token',
      NOTIFY_USER: 'user-key',
    });
  });

  test('an answer that cannot be read is asked for again, without being repeated', async () => {
    const { said, written } = await run([
      ...DEXCOM,
      [/Where shall/, 'mongodb'],
      [/connection string/, 'mongodb//user:pw-x1@host'],
      [/connection string/, 'mongodb://user:pw@127.0.0.1/nightscout'],
      [/Shall other devices/, true],
      [/Where to listen/, 'everywhere'],
      [/Where to listen/, '*:17580'],
      [/Secret that they have to show/, 'short'],
      [/Secret that they have to show/, ''],
      [/Send a notice when/, 'ntfy'],
      [/Address of the topic/, 'https://ntfy.sh/my-topic'],
      [/Send a test now/, false],
    ]);
    expect(said.join('\n')).not.toContain('pw-x1');
    expect(said.join('\n')).toContain('Please type at least 12 characters.');
    expect(written?.['FEED_API_SECRET']).toMatch(/^[\w-]{20}$/);
    expect(said.join('\n')).not.toContain(written?.['FEED_API_SECRET']);
  });

  test('a fault of several answers together is told and mended', async () => {
    const { said, written } = await run([
      ...DEXCOM,
      [/Where shall/, 'nowhere'],
      [/Shall other devices/, false],
      [/Send a notice when/, 'json'],
      [/Address of the webhook/, 'http://hook.example.org/x'],
      [/Send a test now/, true],
      [/Send a notice when/, 'json'],
      [/Address of the webhook/, 'https://hook.example.org/x'],
      [/Send a test now/, false],
    ]);
    expect(said.join('\n')).toContain('fault: NOTIFY_URL: is an http address');
    expect(written).toMatchObject({
      NOTIFY_URL: 'https://hook.example.org/x',
      NOTIFY_FORMAT: 'json',
    });
  });

  test('what was refused is corrected or kept, never tried as it is', async () => {
    const again: Script = [
      [/What now/, 'correct'],
      [/Where was the Dexcom account/, 'us'],
      [/User name/, 'anna'],
      [/Password \(Enter alone keeps/, ''],
    ];
    const end: Script = [[/Where shall/, 'nowhere'], ...NO_MORE];
    const { written, looks } = await run([...DEXCOM, ...again, ...end], { share: [refused] });
    expect(written).toMatchObject({ DEXCOM_REGION: 'us', DEXCOM_PASSWORD: 'wolf-moon' });
    expect(looks).toEqual(['share', 'share']);
    await expect(
      run([...DEXCOM, [/What now/, 'again'], ...end], { share: [refused] }),
    ).rejects.toThrow('offers no again');
    const kept = await run([...DEXCOM, [/What now/, 'keep'], ...end], { share: [refused] });
    expect(kept.looks).toEqual(['share']);
    expect(kept.written).toBeDefined();
  });

  test('what was only away may be tried again', async () => {
    const { looks } = await run(
      [
        ...DEXCOM,
        [/What now/, 'again'],
        [/What now/, 'again'],
        [/Where shall/, 'nowhere'],
        ...NO_MORE,
      ],
      { share: [away, away] },
    );
    expect(looks).toEqual(['share', 'share', 'share']);
  });

  test('another kind of credential takes the place of the first', async () => {
    const { written } = await run(
      [
        ...DEXCOM,
        [/Where shall/, 'site'],
        [/Address of the Nightscout/, 'https://anna.example.org'],
        [/How may the bridge write/, 'NIGHTSCOUT_API_SECRET'],
        [/API_SECRET, 12/, 'a-secret-of-anna'],
        [/What now/, 'correct'],
        [/Address of the Nightscout/, 'https://anna.example.org'],
        [/How may the bridge write/, 'NIGHTSCOUT_TOKEN'],
        [/access token/, 't-1'],
        ...NO_MORE,
      ],
      { nightscout: [refused] },
    );
    expect(written).not.toHaveProperty('NIGHTSCOUT_API_SECRET');
    expect(written).toMatchObject({ NIGHTSCOUT_TOKEN: 't-1' });
  });

  test('what is given is not asked, and wrong values that are given are told at once', async () => {
    const env = {
      DEXCOM_USERNAME: 'anna',
      DEXCOM_PASSWORD: 'wolf-moon',
      DEXCOM_REGION: 'jp',
      MONGODB_URI: 'mongodb://127.0.0.1/nightscout',
      LISTEN: '127.0.0.1:1',
    };
    const { looks, asked } = await run([[/Send a notice when/, 'none']], {}, env);
    expect(looks).toEqual(['share', 'mongodb']);
    expect(asked).toHaveLength(1);
    await expect(run([], {}, { ...env, DEXCOM_REGION: 'mars' })).rejects.toMatchObject({
      code: 'config.invalid',
    });
  });
});
