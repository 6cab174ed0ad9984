import { describe, expect, test } from '@jest/globals';
import { formsOf, lookUp } from '../../src/config/environment.ts';
import {
  completeWithout,
  COMPLETE,
  effectiveOf,
  faultsOf,
  load,
  type Loaded,
} from './load-with.ts';

const account = (loaded: Loaded) => loaded.config.accounts[0]!;
const userName = (loaded: Loaded) => {
  const login = account(loaded).share?.login;
  return login?.by === 'name' ? login.name : undefined;
};

/** Canonical name, its aliases in the order of the documentation, and how to see what won. */
const NAMES: readonly {
  names: readonly string[];
  first: string;
  second: string;
  see: (loaded: Loaded) => unknown;
}[] = [
  {
    names: [
      'DEXCOM_USERNAME',
      'DEXCOM_ACCOUNT_NAME',
      'BRIDGE_USER_NAME',
      'CONNECT_SHARE_ACCOUNT_NAME',
      'CONNECT_DEXCOM_USERNAME',
    ],
    first: '+11234567890',
    second: 'other',
    see: userName,
  },
  {
    names: [
      'DEXCOM_PASSWORD',
      'BRIDGE_PASSWORD',
      'CONNECT_SHARE_PASSWORD',
      'CONNECT_DEXCOM_PASSWORD',
    ],
    first: '00123456',
    second: 'other',
    see: (loaded) => account(loaded).share?.password.reveal(),
  },
  {
    names: [
      'DEXCOM_REGION',
      'BRIDGE_SERVER',
      'CONNECT_SHARE_REGION',
      'CONNECT_DEXCOM_SERVER',
      'CONNECT_DEXCOM_REGION',
    ],
    first: 'jp',
    second: 'ous',
    see: (loaded) => account(loaded).share?.region,
  },
  {
    names: ['DEXCOM_SHARE_URL', 'CONNECT_SHARE_SERVER', 'BRIDGE_SERVER', 'CONNECT_DEXCOM_SERVER'],
    first: 'https://one.example.org:8443',
    second: 'https://two.example.org',
    see: (loaded) => account(loaded).share?.serverUrl,
  },
  {
    names: ['NIGHTSCOUT_URL', 'NS', 'WEBSITE_HOSTNAME', 'CONNECT_NIGHTSCOUT_ENDPOINT'],
    first: 'https://one.example.org',
    second: 'https://two.example.org',
    see: (loaded) => account(loaded).nightscout?.siteUrl,
  },
  {
    names: ['NIGHTSCOUT_API_SECRET', 'API_SECRET', 'CONNECT_API_SECRET'],
    first: 'a secret of one',
    second: 'a secret of two',
    see: (loaded) => account(loaded).nightscout?.credential.value.reveal(),
  },
  {
    names: ['NIGHTSCOUT_TOKEN', 'NIGHTSCOUT_API_TOKEN'],
    first: 'bridge-0123456789abcdef',
    second: 'bridge-fedcba9876543210',
    see: (loaded) => account(loaded).nightscout?.credential.value.reveal(),
  },
  {
    // Nightscout's own order.
    names: ['STORAGE_URI', 'MONGO_CONNECTION', 'MONGO', 'MONGOLAB_URI', 'MONGODB_URI'],
    first: 'mongodb://one.example.org/ns',
    second: 'mongodb+srv://two.example.org/ns',
    see: (loaded) => account(loaded).mongodb?.uri.reveal(),
  },
  {
    names: ['MONGODB_COLLECTION', 'ENTRIES_COLLECTION', 'MONGO_COLLECTION'],
    first: 'sgv',
    second: 'rows',
    see: (loaded) => account(loaded).mongodb?.collection,
  },
  {
    names: ['LISTEN', 'PORT'],
    first: '8080',
    second: '9090',
    see: (loaded) => loaded.config.listen.port,
  },
];

/** A complete account without the names under test. */
function around(names: readonly string[]): Record<string, string> {
  const env: Record<string, string> = {
    ...COMPLETE,
    ...(names.includes('MONGODB_COLLECTION') ? { MONGODB_URI: 'mongodb://127.0.0.1/ns' } : {}),
    // A bare PORT listens on all addresses.
    ...(names.includes('PORT') ? { FEED_API_SECRET: 'for-the-watch-of-anna' } : {}),
  };
  for (const name of names) Reflect.deleteProperty(env, name);
  if (names.includes('NIGHTSCOUT_TOKEN')) Reflect.deleteProperty(env, 'NIGHTSCOUT_API_SECRET');
  return env;
}

const typed = (name: string, value: string): string =>
  name === 'LISTEN' ? `127.0.0.1:${value}` : value;
const asSeen = (names: readonly string[], value: string): unknown =>
  names.includes('LISTEN') ? Number(value) : value;

describe.each(NAMES)('$names', ({ names, first, second, see }) => {
  test.each(names)('%s alone is honoured in all four forms', async (name) => {
    for (const form of formsOf(name)) {
      const loaded = await load({ env: { ...around(names), [form]: typed(name, first) } });
      expect(see(loaded)).toBe(asSeen(names, first));
      expect(loaded.effective.map(({ origin }) => origin)).toContain(`environment ${form}`);
      expect(loaded.warnings.filter((text) => text.includes('differ'))).toEqual([]);
    }
  });

  test.each(names.slice(1).map((name, index) => [names[index]!, name] as const))(
    '%s wins over %s, with a warning',
    async (strong, weak) => {
      const env = { ...around(names), [weak]: typed(weak, second), [strong]: typed(strong, first) };
      const loaded = await load({ env });
      expect(see(loaded)).toBe(asSeen(names, first));
      expect(loaded.warnings).toContain(
        `${strong} and ${weak} are both set and differ: ${strong} is used.`,
      );
      const agreeing = await load({ env: { ...env, [weak]: typed(weak, first) } });
      if (strong !== 'LISTEN') {
        expect(agreeing.warnings.filter((text) => text.includes('differ'))).toEqual([]);
      }
    },
  );
});

test('the forms of a name are looked at in Nightscout’s order', () => {
  const env = { listen: '4', LISTEN: '3', CUSTOMCONNSTR_listen: '2', CUSTOMCONNSTR_LISTEN: '1' };
  expect(lookUp(env, 'LISTEN').map(({ text }) => text)).toEqual(['1', '2', '3', '4']);
});

test('a blank name counts as not set', async () => {
  const env = {
    ...COMPLETE,
    CUSTOMCONNSTR_DEXCOM_USERNAME: '',
    DEXCOM_USERNAME: ' \t',
    BRIDGE_USER_NAME: 'b',
  };
  expect(userName(await load({ env }))).toBe('b');
});

test('names that every object has are not in the environment', () => {
  expect(lookUp({}, 'constructor')).toEqual([]);
  expect(lookUp({}, '__proto__')).toEqual([]);
});

test('unknown names in the environment are nobody’s business', async () => {
  const loaded = await load({ env: { ...COMPLETE, DEXCOM_USERNAM: 'x', PATH: '/bin', HOME: '/' } });
  expect(loaded.warnings).toEqual([]);
});

describe('region', () => {
  test.each([
    ['us', 'us'],
    ['US', 'us'],
    ['ous', 'ous'],
    ['OUS', 'ous'],
    ['eu', 'ous'],
    ['EU', 'ous'],
    ['Jp', 'jp'],
    [' jp ', 'jp'],
  ])('%j is %s from every name', async (word, region) => {
    for (const name of [
      'DEXCOM_REGION',
      'BRIDGE_SERVER',
      'CONNECT_SHARE_REGION',
      'CONNECT_DEXCOM_SERVER',
    ]) {
      const loaded = await load({ env: { ...COMPLETE, [name]: word } });
      expect(account(loaded).share?.region).toBe(region);
      expect(account(loaded).share?.serverUrl).toBeUndefined();
      expect(effectiveOf(loaded, 'DEXCOM_REGION')).toEqual({
        value: region,
        origin: `environment ${name}`,
      });
    }
  });

  test.each(['DEXCOM_REGION', 'BRIDGE_SERVER', 'CONNECT_DEXCOM_SERVER'])(
    'an unknown word in %s is a fault that lists the words',
    async (name) => {
      expect(await faultsOf({ env: { ...COMPLETE, [name]: 'uk' } })).toEqual([
        { setting: name, text: 'expected us, ous, jp or eu; got "uk".' },
      ]);
    },
  );

  test.each([
    ['share2.dexcom.com', 'us'],
    ['shareous1.dexcom.com', 'ous'],
    ['share.dexcom.jp', 'jp'],
    ['https://share.dexcom.jp', 'jp'],
  ])('the region’s own host %s in an old name is the region', async (host, region) => {
    for (const name of ['BRIDGE_SERVER', 'CONNECT_SHARE_SERVER', 'CONNECT_DEXCOM_SERVER']) {
      const { config } = await load({ env: { ...COMPLETE, [name]: host } });
      expect(config.accounts[0]?.share).toMatchObject({ region });
      expect(config.accounts[0]?.share).not.toHaveProperty('serverUrl');
    }
  });

  test('the server of one region with the region of another gets a warning', async () => {
    const env = { ...COMPLETE, DEXCOM_SHARE_URL: 'https://share.dexcom.jp' };
    expect((await load({ env })).warnings.join()).toContain('set DEXCOM_REGION to jp');
  });
});

describe('Share server', () => {
  test.each([
    ['BRIDGE_SERVER', 'my.host.example', 'https://my.host.example'],
    ['BRIDGE_SERVER', 'localhost:8080', 'https://localhost:8080'],
    ['CONNECT_SHARE_SERVER', 'my.host:444', 'https://my.host:444'],
    ['CONNECT_SHARE_SERVER', 'http://127.0.0.1:8080', 'http://127.0.0.1:8080'],
    ['CONNECT_DEXCOM_SERVER', 'my.host.example', 'https://my.host.example'],
    ['CONNECT_DEXCOM_SERVER', 'http://127.0.0.1:8080/', 'http://127.0.0.1:8080'],
    ['DEXCOM_SHARE_URL', 'http://127.0.0.1:8080/sub/', 'http://127.0.0.1:8080/sub'],
    ['DEXCOM_SHARE_URL', 'http://[::1]:8080', 'http://[::1]:8080'],
    ['DEXCOM_SHARE_URL', 'https://my.host/ShareWebServices/Services/', 'https://my.host'],
  ])('%s=%s is %s', async (name, text, url) => {
    const loaded = await load({ env: { ...COMPLETE, [name]: text } });
    expect(account(loaded).share?.serverUrl).toBe(url);
    expect(account(loaded).share?.region).toBe('us');
  });

  test.each([
    'ftp://my.host',
    'http://anna:wolf@my.host',
    'https://my.host?x=1',
    'https://my.host#x',
    'https://',
    'my host',
    'https:my.host',
    'http://my.host:99999',
    'https:///x',
  ])('%j is a fault that does not repeat it where it could hold a secret', async (url) => {
    const [fault, ...rest] = await faultsOf({ env: { ...COMPLETE, DEXCOM_SHARE_URL: url } });
    expect(rest).toEqual([]);
    expect(fault?.setting).toBe('DEXCOM_SHARE_URL');
    expect(fault?.text).toContain('http or https address');
    expect(fault?.text).not.toContain('wolf');
  });

  test('plain http beyond this machine gets a warning', async () => {
    const warnings = async (url: string) =>
      (await load({ env: { ...COMPLETE, DEXCOM_SHARE_URL: url } })).warnings;
    expect((await warnings('http://my.host')).join()).toContain('password travels readable');
    expect(await warnings('http://127.0.0.1:8080')).toEqual([]);
    expect(await warnings('http://[::1]:8080')).toEqual([]);
  });
});

test('the account id wins over a user name, with a warning', async () => {
  const accountId = '01234567-89AB-cdef-0123-456789abcdef';
  const loaded = await load({ env: { ...COMPLETE, DEXCOM_ACCOUNT_ID: accountId } });
  expect(account(loaded).share?.login).toEqual({ by: 'id', accountId });
  expect(loaded.warnings).toEqual([
    'DEXCOM_ACCOUNT_ID and DEXCOM_USERNAME are both set: the account id is used.',
  ]);
  const alone = await load({
    env: { ...completeWithout('DEXCOM_USERNAME'), DEXCOM_ACCOUNT_ID: accountId },
  });
  expect(alone.warnings).toEqual([]);
  expect((await faultsOf({ env: { ...COMPLETE, DEXCOM_ACCOUNT_ID: 'anna' } }))[0]?.setting).toBe(
    'DEXCOM_ACCOUNT_ID',
  );
});
