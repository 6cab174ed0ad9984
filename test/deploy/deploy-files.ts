import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, parseAllDocuments } from 'yaml';

const ROOT = join(import.meta.dirname, '../..');

/** A file of the repository, as text. */
export const textOf = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

/** What a JSON file holds. */
export const jsonOf = (path: string): unknown => JSON.parse(textOf(path));

/** What a YAML file holds; anchors and `<<` are followed. */
export const yamlOf = (path: string): unknown => parse(textOf(path), { merge: true }) as unknown;

/** Every document of a YAML file. */
export function manifestsOf(path: string): readonly unknown[] {
  const documents = parseAllDocuments(textOf(path));
  const [fault] = documents.flatMap(({ errors }) => errors);
  if (fault !== undefined) throw new Error(`${path}: ${fault.message}`);
  return documents.map((document) => document.toJS() as unknown).filter((held) => held !== null);
}

/** A table of a TOML file; of `[[tables]]` a list. */
export interface TomlTable {
  [key: string]: string | number | boolean | TomlTable | TomlTable[];
}

/** Reads as much of TOML as the deploy files use, and throws at anything else: tables, lists of tables, one-line values. */
export function tomlOf(path: string): TomlTable {
  const root: TomlTable = {};
  let table = root;
  for (const line of textOf(path)
    .split('\n')
    .map((text) => text.trim())) {
    const [, brackets, name] = /^(\[\[?)([\w.]+)\]\]?$/.exec(line) ?? [];
    const [, key, text] = /^([\w-]+) = (.+)$/.exec(line) ?? [];
    if (line === '' || line.startsWith('#')) continue;
    if (name !== undefined) table = open(root, name.split('.'), brackets === '[[');
    else if (key !== undefined) table[key] = JSON.parse(text ?? '') as string | number | boolean;
    else throw new Error(`${path}: ${line} is more TOML than is read here`);
  }
  return root;
}

function open(root: TomlTable, names: readonly string[], isList: boolean): TomlTable {
  const last = names.at(-1) ?? '';
  let parent = root;
  for (const name of names.slice(0, -1)) parent = parent[name] as TomlTable;
  const made: TomlTable = {};
  if (!isList) parent[last] = made;
  else parent[last] = [...((parent[last] as TomlTable[] | undefined) ?? []), made];
  return made;
}

/** One instruction of the Dockerfile's last stage, its lines joined. */
export function instructionsOf(path: string): readonly { word: string; rest: string }[] {
  const lines = textOf(path)
    .split('\n')
    .filter((line) => !line.startsWith('#'))
    .join('\n')
    .replaceAll('\\\n', ' ')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const [, word = '', rest = ''] = /^(\w+)\s+(.*)$/.exec(line) ?? [];
      return { word, rest: rest.replaceAll(/\s+/g, ' ') };
    });
  return lines.slice(lines.findLastIndex(({ word }) => word === 'FROM'));
}

/** A systemd unit: for each section and key its values, in order; an empty value takes back those before it. */
export function unitOf(path: string): ReadonlyMap<string, readonly string[]> {
  const values = new Map<string, readonly string[]>();
  let section = '';
  for (const line of textOf(path).split('\n')) {
    if (line === '' || line.startsWith('#')) continue;
    const [, name] = /^\[(\w+)\]$/.exec(line) ?? [];
    const [, key, value] = /^(\w+)=(.*)$/.exec(line) ?? [];
    if (name !== undefined) section = name;
    else if (key === undefined) throw new Error(`${path}: ${line} is no line of a unit`);
    else {
      const before = values.get(`${section}.${key}`) ?? [];
      values.set(`${section}.${key}`, value === '' ? [''] : [...before, value ?? '']);
    }
  }
  return values;
}

/** Lines `NAME=value` of an env file, also those that are commented out, without their quotes. */
export function envFileOf(path: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    [...textOf(path).matchAll(/^#?([A-Z][A-Z0-9_]*)=(.*)$/gm)].map(([, name = '', value = '']) => [
      name,
      value.replace(/^'(.*)'$/, '$1'),
    ]),
  );
}
