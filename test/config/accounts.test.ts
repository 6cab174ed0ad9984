import { describe, expect, test } from '@jest/globals';
import { COMPLETE, effectiveOf, faultsOf, load } from './load-with.ts';

const one = (name: string, extra = ''): string =>
  `  - name: ${name}\n    dexcom: {username: ${name}, password: pw}\n    mongodb: {uri: "mongodb://h/${name}"}\n${extra}`;

test('several accounts in their order, each with its own', async () => {
  const loaded = await load({
    yaml: `accounts:\n${one('anna', '    mergeToleranceMs: 0\n')}${one('lena', '    respectOtherUploaders: false\n')}`,
  });
  expect(loaded.config.accounts.map(({ name }) => name)).toEqual(['anna', 'lena']);
  expect(loaded.config.accounts[0]).toMatchObject({
    mergeToleranceMs: 0,
    respectOtherUploaders: true,
    mongodb: { toleranceMs: 0 },
  });
  expect(loaded.config.accounts[1]).toMatchObject({
    mergeToleranceMs: 150_000,
    mongodb: { toleranceMs: 0 },
  });
  expect(effectiveOf(loaded, 'accounts.lena.dexcom.username')).toEqual({
    value: 'lena',
    origin: 'file config/bridge.yaml',
  });
  expect(new Set(loaded.effective.map(({ name }) => name)).size).toBe(loaded.effective.length);
  // The compiler knows what each adapter is given.
  const region: 'us' | 'ous' | 'jp' | undefined = loaded.config.accounts[0]?.share?.region;
  expect(region).toBe('us');
});

test('environment and flags describe the account default, over what the file says of it', async () => {
  const { config } = await load({
    yaml: `accounts:\n${one('anna')}${one('default', '    device: from-file\n')}`,
    env: { DEXCOM_REGION: 'jp', DEXCOM_PASSWORD: 'other' },
    flags: { 'merge-tolerance-ms': '1000' },
  });
  expect(config.accounts).toHaveLength(2);
  expect(config.accounts[0]?.share?.region).toBe('us');
  expect(config.accounts[1]).toMatchObject({
    device: 'from-file',
    mergeToleranceMs: 1000,
    share: { region: 'jp', login: { name: 'default' } },
  });
  expect(config.accounts[1]?.share?.password.reveal()).toBe('other');
});

test('the environment adds its account to those of the file', async () => {
  const { config } = await load({ yaml: `accounts:\n${one('anna')}`, env: COMPLETE });
  expect(config.accounts.map(({ name }) => name)).toEqual(['anna', 'default']);
});

test('an account without a name is called default', async () => {
  const yaml = 'accounts:\n- dexcom: {username: a, password: b}\n  mongodb: {uri: mongodb://h}\n';
  expect((await load({ yaml })).config.accounts.map(({ name }) => name)).toEqual(['default']);
});

describe('what is wrong', () => {
  test('a name twice, and names that make no path', async () => {
    expect(
      (await faultsOf({ yaml: `accounts:\n${one('anna')}${one('anna')}` }))[0]?.text,
    ).toContain('second account called "anna"');
    for (const name of [
      'Anna',
      'a/b',
      '..',
      '-a',
      'a-',
      'a b',
      'x'.repeat(33),
      '"a\\n"',
      '__proto__',
    ]) {
      const faults = await faultsOf({
        yaml: `accounts:\n  - name: ${name}\n    dexcom: {username: a, password: b}\n    mongodb: {uri: mongodb://h}\n`,
      });
      expect(faults).toHaveLength(1);
      expect(faults[0]).toEqual({
        setting: 'config/bridge.yaml line 2 (accounts[0].name)',
        text: expect.stringContaining('a-z, 0-9'),
      });
    }
  });

  test('what is missing is named as the file names it', async () => {
    const yaml =
      'accounts:\n  - name: anna\n    dexcom: {username: anna}\n    nightscout: {apiSecret: a-long-enough-one}\n';
    expect(await faultsOf({ yaml })).toEqual([
      {
        setting: 'accounts[0].dexcom.password',
        text: 'is missing: config/bridge.yaml line 3 (accounts[0].dexcom.username) is set. Set it, or accounts[0].dexcom.passwordFile.',
      },
      { setting: 'accounts[0].nightscout.url', text: expect.stringContaining('is missing') },
    ]);
    const bare = await faultsOf({ yaml: 'accounts:\n  - name: anna\n' });
    expect(bare).toEqual([
      {
        setting: 'account anna',
        text: expect.stringContaining(
          'set accounts[0].dexcom.username and accounts[0].dexcom.password',
        ),
      },
      { setting: 'account anna', text: expect.stringContaining('or accounts[0].mongodb.uri') },
    ]);
  });

  test.each([
    [
      'nightscout: {url: "https://NS.example.org/sub/", apiSecret: a-long-enough-one}',
      'nightscout: {url: ns.example.org/sub, token: t}',
      'Nightscout site',
    ],
    [
      'mongodb: {uri: "mongodb://u:p@H1,h2:27017/ns"}',
      'mongodb: {uri: "mongodb://x:y@h2,h1:27017/ns?w=1"}',
      'Nightscout MongoDB',
    ],
    ['mongodb: {uri: "mongodb://h"}', 'mongodb: {uri: "mongodb://h/test"}', 'Nightscout MongoDB'],
  ])('two people in one destination: %s', async (first, second, title) => {
    const yaml = `accounts:\n  - {name: anna, dexcom: {username: a, password: b}, ${first}}\n  - {name: lena, dexcom: {username: l, password: b}, ${second}}\n`;
    expect(await faultsOf({ yaml })).toEqual([
      {
        setting: 'account lena',
        text: expect.stringContaining(`the same ${title} as account anna`),
      },
    ]);
  });

  test('another database or collection is another destination', async () => {
    const yaml = `accounts:\n  - {name: a, dexcom: {username: a, password: b}, mongodb: {uri: "mongodb://h/a"}}\n  - {name: b, dexcom: {username: l, password: b}, mongodb: {uri: "mongodb://h/b"}}\n  - {name: c, dexcom: {username: l, password: b}, mongodb: {uri: "mongodb://h/b", collection: c}}\n`;
    expect((await load({ yaml })).config.accounts).toHaveLength(3);
  });
});

test('without accounts no account, sink or secret setting counts', async () => {
  const { config, effective, warnings } = await load({
    withoutAccounts: true,
    env: {
      LISTEN: '127.0.0.1:0',
      DEXCOM_USERNAME: 'a',
      DEXCOM_REGION: 'mars',
      NS: 'ftp://x',
      API_SECRET: 's',
      maxCount: '1',
      PORT: '127.0.0.1:0',
    },
    yaml: 'feedApiSecret: x\naccounts: 3\n',
  });
  expect(config.listen).toEqual({ host: '127.0.0.1', port: 0, everywhere: false });
  expect(config.accounts).toEqual([]);
  expect(config.feedApiSecret).toBeUndefined();
  expect(effective.map(({ name }) => name)).not.toContain('DEXCOM_USERNAME');
  expect(warnings).toEqual([]);
  expect((await faultsOf({ withoutAccounts: true, env: { LISTEN: 'x' } }))[0]?.setting).toBe(
    'LISTEN',
  );
});
