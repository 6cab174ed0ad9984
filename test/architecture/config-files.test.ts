import { readFile, writeFile } from 'node:fs/promises';
import { expect, test } from '@jest/globals';
import { allSettings, flagsOf, loadConfig } from '../../src/config/index.ts';
import { configJsonSchema } from '../../src/config/json-schema.ts';
import { SETTING_GROUPS as settings } from '../../src/app/modules.ts';
import { PEER_NAMES } from '../../src/config/peer-names.ts';
import { everyKey, settingsTable } from './config-documents.ts';

const at = (path: string): URL => new URL(`../../${path}`, import.meta.url);
const read = (path: string): Promise<string> => readFile(at(path), 'utf8');
/** `UPDATE_GENERATED=1` writes what is generated instead of comparing it. */
const update = process.env['UPDATE_GENERATED'] === '1';

async function expectGenerated(path: string, text: string): Promise<void> {
  if (update) await writeFile(at(path), text);
  expect(await read(path)).toBe(text);
}

test('the example loads through the real schema, without a warning, and holds the defaults', async () => {
  const load = (text: string) =>
    loadConfig({
      flags: { config: 'example.yaml' },
      env: {},
      cwd: '/bridge',
      settings,
      readFile: async () => ({ text, readableByOthers: false }),
    });
  const example = await load(await read('config/bridge.example.yaml'));
  expect(example.warnings).toEqual([]);
  const [account] = example.config.accounts;
  expect(account?.share?.login).toEqual({ by: 'name', name: 'anna@example.org' });
  expect(account?.restV1?.credential.kind).toBe('secret');

  const least = await load(
    'accounts: [{name: anna, dexcom: {username: a, password: b}, nightscout: {url: x.example.org, token: t}}]',
  );
  const { accounts: _its, ...exampleBridge } = example.config;
  const { accounts: _least, ...leastBridge } = least.config;
  expect(exampleBridge).toEqual(leastBridge);
  expect(account).toMatchObject({
    device: least.config.accounts[0]?.device,
    mergeToleranceMs: least.config.accounts[0]?.mergeToleranceMs,
    respectOtherUploaders: true,
    share: { region: least.config.accounts[0]?.share?.region },
  });
});

test('the example names every key and its default', async () => {
  const example = await read('config/bridge.example.yaml');
  for (const path of everyKey(settings)) {
    const key = path.split('.').at(-1) ?? '';
    expect(example).toMatch(new RegExp(`^ *(# +)?(- )?${key}: `, 'm'));
  }
  for (const { key, fallback, name } of allSettings(settings)) {
    if (fallback === undefined) continue;
    const line = new RegExp(`^ *(?:# +)?${key.split('.').at(-1) ?? ''}: (.*)$`, 'gm');
    const written = [...example.matchAll(line)].map((match) => match[1]);
    expect([name, written]).toEqual([name, expect.arrayContaining([fallback])]);
  }
});

test('the JSON Schema is not stale', async () => {
  const schema = `${JSON.stringify(configJsonSchema(settings), undefined, 2)}\n`;
  await expectGenerated('config/bridge.schema.json', schema);
});

test('the JSON Schema knows the keys of the file and no others', () => {
  interface Node {
    readonly properties?: Readonly<Record<string, Node>>;
    readonly items?: Node;
    readonly additionalProperties?: boolean;
  }
  const keysOf = (node: Node, prefix: string): string[] =>
    Object.entries(node.properties ?? {}).flatMap(([key, inner]) => {
      if (inner.items) return keysOf(inner.items, `${prefix}${key}[].`);
      return inner.properties ? keysOf(inner, `${prefix}${key}.`) : [`${prefix}${key}`];
    });
  const schema = configJsonSchema(settings) as Node;
  const keys = keysOf(schema, '').filter((key) => key !== '$schema' && !key.endsWith('File'));
  expect(keys.sort()).toEqual([...everyKey(settings)].sort());
  expect(JSON.stringify(schema).match(/"additionalProperties":false/g)).toHaveLength(8);
});

test.each(['docs/CONFIGURATION.md', 'README.md'])('the table in %s is in step', async (path) => {
  const [before, after] = ['<!-- settings: begin -->', '<!-- settings: end -->'];
  const page = await read(path);
  const head = page.slice(0, page.indexOf(before) + before.length);
  const tail = page.slice(page.indexOf(after));
  await expectGenerated(path, `${head}\n\n${settingsTable(settings)}\n\n${tail}`);
});

test('the page lists the names of other uploaders that are accepted', async () => {
  const page = await read('docs/CONFIGURATION.md');
  const listed = /get one warning\s+together: (.*?)\.\n/s.exec(page)?.[1] ?? '';
  expect(listed.split(/,\s+/)).toEqual(PEER_NAMES.map((name) => `\`${name}\``));
});

test('no two settings share a name, a flag or a key, and only where meant an alias', () => {
  const all = allSettings(settings);
  const names = all.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  const flags = flagsOf(all).map(({ flag }) => flag);
  expect(new Set(flags).size).toBe(flags.length);
  expect(new Set(everyKey(settings)).size).toBe(names.length + 1);
  const aliases = all.flatMap((setting) => (setting.aliases ?? []).map(({ name }) => name));
  for (const alias of aliases) expect(names).not.toContain(alias);
  const shared = aliases.filter((name, index) => aliases.indexOf(name) !== index);
  expect(shared.sort()).toEqual([
    'API_SECRET',
    'BRIDGE_SERVER',
    'CONNECT_DEXCOM_SERVER',
    'CONNECT_SHARE_SERVER',
  ]);
});

test('every default can be read', () => {
  for (const setting of allSettings(settings)) {
    if (setting.fallback === undefined) continue;
    expect([setting.name, setting.schema.safeParse(setting.fallback).success]).toEqual([
      setting.name,
      true,
    ]);
  }
});
