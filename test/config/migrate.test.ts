import { afterEach, describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SETTING_GROUPS } from '../../src/app/modules.ts';
import { allSettings } from '../../src/config/index.ts';
import { PEER_NAMES } from '../../src/config/peer-names.ts';
import { endAllBridges, runToEnd } from '../support/bridge-process.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { effectiveOf, load, type Loaded } from './load-with.ts';
import { codeIn, namedTables } from './markdown-tables.ts';

const tables = namedTables(
  readFileSync(join(import.meta.dirname, '../../docs/migrate.md'), 'utf8'),
);
const rows = [...tables].flatMap(([title, table]) =>
  table.map(([old = '', here = '']) => ({ title, name: codeIn(old)[0] ?? '', here })),
);

/** share2nightscout-bridge: every name of its README, each with a value as people write it. */
const SHARE2NIGHTSCOUT = {
  API_SECRET: 'a-long-enough-secret',
  DEXCOM_ACCOUNT_NAME: '+11234567890',
  DEXCOM_PASSWORD: '00123456',
  WEBSITE_HOSTNAME: 'anna.azurewebsites.example',
  NS: 'https://ns.example.org/',
  maxCount: '1',
  minutes: '1440',
  firstFetchCount: '3',
  maxFailures: '3',
  SHARE_INTERVAL: '150000',
  BRIDGE_SERVER: 'EU',
};

/** The bridge plugin: the part of a Nightscout’s environment that concerns it. */
const PLUGIN = {
  ENABLE: 'careportal bridge rawbg iob',
  API_SECRET: 'a-long-enough-secret',
  DISPLAY_UNITS: 'mmol',
  BRIDGE_USER_NAME: '00123',
  BRIDGE_PASSWORD: 'true',
  BRIDGE_INTERVAL: '150000',
  BRIDGE_MAX_COUNT: '1',
  BRIDGE_FIRST_FETCH_COUNT: '3',
  BRIDGE_MAX_FAILURES: '3',
  BRIDGE_MINUTES: '1400',
  BRIDGE_SERVER: '',
  MONGODB_URI: 'mongodb+srv://anna:word@cluster0.example.net/ns',
  MONGO_COLLECTION: 'sgv',
};

/** nightscout-connect by its command line, Dexcom to a site. */
const CONNECT = {
  CONNECT_SOURCE: 'dexcomshare',
  CONNECT_SHARE_ACCOUNT_NAME: 'anna@example.org',
  CONNECT_SHARE_PASSWORD: ' p w ',
  CONNECT_SHARE_REGION: 'ous',
  CONNECT_SHARE_SERVER: 'shareous1.dexcom.com',
  CONNECT_NIGHTSCOUT_ENDPOINT: 'https://ns.example.org/sub/',
  CONNECT_API_SECRET: 'a-long-enough-secret',
  CONNECT_OUTPUT: 'nightscout',
  CONNECT_FS_PREFIX: 'logs/',
  CONNECT_FS_LABEL: 'anna',
  CONNECT_DIR: './har',
};

/** Each old environment, and what it is in our own words. */
const CASES = [
  {
    title: 'share2nightscout-bridge',
    old: SHARE2NIGHTSCOUT,
    own: {
      DEXCOM_USERNAME: '+11234567890',
      DEXCOM_PASSWORD: '00123456',
      DEXCOM_REGION: 'ous',
      NIGHTSCOUT_URL: 'https://ns.example.org',
      NIGHTSCOUT_API_SECRET: 'a-long-enough-secret',
      FEED_API_SECRET: 'a-long-enough-secret',
    },
  },
  {
    title: 'the bridge plugin, into its database',
    old: PLUGIN,
    own: {
      DEXCOM_USERNAME: '00123',
      DEXCOM_PASSWORD: 'true',
      DISPLAY_UNITS: 'mmol',
      MONGODB_URI: 'mongodb+srv://anna:word@cluster0.example.net/ns',
      MONGODB_COLLECTION: 'sgv',
      API_SECRET: 'a-long-enough-secret',
    },
  },
  {
    title: 'the bridge plugin, with the address of the site',
    old: {
      ...PLUGIN,
      MONGODB_URI: '',
      MONGO_COLLECTION: '',
      NIGHTSCOUT_URL: 'https://ns.example.org',
    },
    own: {
      DEXCOM_USERNAME: '00123',
      DEXCOM_PASSWORD: 'true',
      DISPLAY_UNITS: 'mmol',
      NIGHTSCOUT_URL: 'https://ns.example.org',
      NIGHTSCOUT_API_SECRET: 'a-long-enough-secret',
      FEED_API_SECRET: 'a-long-enough-secret',
    },
  },
  {
    title: 'nightscout-connect',
    old: CONNECT,
    own: {
      DEXCOM_USERNAME: 'anna@example.org',
      DEXCOM_PASSWORD: ' p w ',
      DEXCOM_REGION: 'ous',
      NIGHTSCOUT_URL: 'https://ns.example.org/sub',
      NIGHTSCOUT_API_SECRET: 'a-long-enough-secret',
    },
  },
] satisfies readonly {
  title: string;
  old: Record<string, string>;
  own: Record<string, string>;
}[];

/** For each old name and the setting it becomes: what is written, and what then takes effect. */
const EXAMPLES: Readonly<Record<string, Readonly<Record<string, readonly [string, unknown]>>>> = {
  API_SECRET: {
    NIGHTSCOUT_API_SECRET: ['a-long-enough-secret', '***'],
    FEED_API_SECRET: ['a-long-enough-secret', '***'],
  },
  DEXCOM_ACCOUNT_NAME: { DEXCOM_USERNAME: ['+0123', '+0123'] },
  DEXCOM_PASSWORD: { DEXCOM_PASSWORD: ['00123', '***'] },
  WEBSITE_HOSTNAME: { NIGHTSCOUT_URL: ['ns.example.org', 'https://ns.example.org'] },
  NS: { NIGHTSCOUT_URL: ['http://127.0.0.1:1337/', 'http://127.0.0.1:1337'] },
  BRIDGE_SERVER: {
    DEXCOM_REGION: ['eu', 'ous'],
    DEXCOM_SHARE_URL: ['127.0.0.1:8443', 'https://127.0.0.1:8443'],
  },
  BRIDGE_USER_NAME: { DEXCOM_USERNAME: ['00123', '00123'] },
  BRIDGE_PASSWORD: { DEXCOM_PASSWORD: ['true', '***'] },
  MONGODB_URI: { MONGODB_URI: ['mongodb://127.0.0.1/ns', '***'] },
  MONGO_CONNECTION: { MONGODB_URI: ['mongodb://127.0.0.1/ns', '***'] },
  STORAGE_URI: { MONGODB_URI: ['mongodb://127.0.0.1/ns', '***'] },
  MONGO: { MONGODB_URI: ['mongodb://127.0.0.1/ns', '***'] },
  MONGOLAB_URI: { MONGODB_URI: ['mongodb://127.0.0.1/ns', '***'] },
  ENTRIES_COLLECTION: { MONGODB_COLLECTION: ['sgv', 'sgv'] },
  MONGO_COLLECTION: { MONGODB_COLLECTION: ['sgv', 'sgv'] },
  DISPLAY_UNITS: { DISPLAY_UNITS: ['mmol', 'mmol'] },
  CONNECT_SHARE_ACCOUNT_NAME: { DEXCOM_USERNAME: ['anna', 'anna'] },
  CONNECT_SHARE_PASSWORD: { DEXCOM_PASSWORD: [' p w ', '***'] },
  CONNECT_SHARE_REGION: { DEXCOM_REGION: ['JP', 'jp'] },
  CONNECT_SHARE_SERVER: {
    DEXCOM_REGION: ['share.dexcom.jp', 'jp'],
    DEXCOM_SHARE_URL: ['127.0.0.1:8443', 'https://127.0.0.1:8443'],
  },
  CONNECT_NIGHTSCOUT_ENDPOINT: {
    NIGHTSCOUT_URL: ['https://ns.example.org/sub', 'https://ns.example.org/sub'],
  },
  CONNECT_API_SECRET: { NIGHTSCOUT_API_SECRET: ['a-long-enough-secret', '***'] },
  CONNECT_DEXCOM_USERNAME: { DEXCOM_USERNAME: ['anna', 'anna'] },
  CONNECT_DEXCOM_PASSWORD: { DEXCOM_PASSWORD: ['00123', '***'] },
  CONNECT_DEXCOM_REGION: { DEXCOM_REGION: ['ous', 'ous'] },
  CONNECT_DEXCOM_SERVER: {
    DEXCOM_REGION: ['EU', 'ous'],
    DEXCOM_SHARE_URL: ['http://127.0.0.1:8080', 'http://127.0.0.1:8080'],
  },
};

/** What an account cannot do without, by a name that no other uploader has. */
const REST = {
  DEXCOM_USERNAME: 'anna',
  DEXCOM_PASSWORD: 'wolf-moon',
  NIGHTSCOUT_URL: 'https://anna.example.org',
  NIGHTSCOUT_API_SECRET: 'a-secret-of-anna',
};

const values = ({ effective }: Loaded): unknown =>
  effective.map(({ name, value }) => ({ name, value }));

const secrets = ({ config: { accounts, feedApiSecret } }: Loaded): unknown => ({
  password: accounts[0]?.share?.password.reveal(),
  credential: accounts[0]?.nightscout?.credential.value.reveal(),
  uri: accounts[0]?.mongodb?.uri.reveal(),
  feed: feedApiSecret?.reveal(),
});

afterEach(endAllBridges);

describe('an old environment does what it would do in our own words', () => {
  test.each(CASES)('$title', async ({ old, own }) => {
    const [before, after] = await Promise.all([load({ env: old }), load({ env: own })]);
    expect(values(before)).toEqual(values(after));
    expect(secrets(before)).toEqual(secrets(after));
    expect(before.config.accounts).toHaveLength(1);
  });

  test.each(CASES)('and the verb config says so: $title', async ({ old, own }) => {
    const { folder, dispose } = await temporaryFolder();
    const [shown, wanted] = await Promise.all([
      runToEnd(['config', '--json'], old, folder),
      runToEnd(['config', '--json'], own, folder),
    ]);
    await dispose();
    expect(shown.code).toBe(0);
    expect(valuesIn(shown.stdout)).toEqual(valuesIn(wanted.stdout));
    expect(shown.stdout + shown.stderr).not.toMatch(/a-long-enough-secret|00123456|anna:word/);
  });
});

describe('the tables of docs/migrate.md', () => {
  test('name every old name that is honoured or accepted', () => {
    const told = new Set(rows.map(({ name }) => name));
    const known = [
      ...CASES.flatMap(({ old }) => Object.keys(old)),
      ...PEER_NAMES.filter((name) => /^(?!LINK_UP_|NIGHTSCOUT_|SINGLE_SHOT|ALL_DATA)/.test(name)),
      ...allSettings(SETTING_GROUPS).flatMap(({ aliases = [] }) =>
        aliases.map(({ name }) => name).filter((name) => /^(BRIDGE|CONNECT)_/.test(name)),
      ),
    ];
    const untold = known.filter((name) => !told.has(name) && name !== 'NIGHTSCOUT_URL');
    expect(untold).toEqual([]);
    expect(tables.size).toBe(4);
  });

  const honoured = rows.flatMap(({ title, name, here }) =>
    codeIn(here).map((setting) => ({ title, name, setting })),
  );
  test.each(honoured)('$title: $name becomes $setting', async ({ name, setting }) => {
    const example = EXAMPLES[name]?.[setting];
    if (example === undefined) throw new Error(`no example shows that ${name} becomes ${setting}`);
    const [text, shown] = example;
    const others = Object.entries(REST).filter(([own]) => own !== setting);
    const loaded = await load({ env: { ...Object.fromEntries(others), [name]: text } });
    expect(effectiveOf(loaded, setting)).toEqual({ value: shown, origin: `environment ${name}` });
  });

  const without = rows.filter(({ here }) => here === 'no effect');
  test.each(without)('$title: $name has no effect, and one warning says so', async ({ name }) => {
    const plain = await load({ env: REST });
    const tuned = await load({ env: { ...REST, [name]: 'dexcomshare' } });
    expect(tuned.config).toEqual(plain.config);
    expect(tuned.warnings).toEqual([expect.stringContaining(name)]);
  });

  test('know no third kind of row', () => {
    expect(honoured.length).toBeGreaterThan(20);
    expect(rows.filter(({ here }) => codeIn(here).length === 0 && here !== 'no effect')).toEqual(
      [],
    );
    expect(rows.filter(({ name }) => name === '')).toEqual([]);
  });
});

function valuesIn(json: string): unknown {
  const { settings } = JSON.parse(json) as { settings: { name: string; value: unknown }[] };
  return settings.map(({ name, value }) => ({ name, value }));
}
