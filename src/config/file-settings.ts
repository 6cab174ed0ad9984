import { dirname } from 'node:path';
import type { Setting } from '../platform/setting.ts';
import { type Candidate, isBlank } from './candidate.ts';
import type { PlacedSetting } from './catalogue.ts';
import type { Notes } from './faults.ts';
import type { FileTree } from './file-tree.ts';
import type { ReadFile } from './read-file.ts';
import { readSecretFile } from './secret-file.ts';
import { unknownKey } from './unknown-key.ts';

/** A configuration file that could be read. */
export interface ConfigFile {
  /** As the person wrote it. */
  readonly label: string;
  readonly path: string;
  readonly tree: FileTree;
  readonly readableByOthers: boolean;
}

/** What may stand in a section: settings, files of secrets, further sections. */
interface Keys {
  readonly settings: Map<string, Setting>;
  readonly secretFiles: Map<string, Setting>;
  readonly sections: Map<string, Keys>;
}

const emptyKeys = (): Keys => ({
  settings: new Map(),
  secretFiles: new Map(),
  sections: new Map(),
});

/** The keys that these settings make. */
function keysOf(places: readonly PlacedSetting[]): Keys {
  const root = emptyKeys();
  for (const { setting, path } of places) {
    let keys = root;
    for (const section of path.slice(0, -1)) {
      const inner = keys.sections.get(section) ?? emptyKeys();
      keys.sections.set(section, inner);
      keys = inner;
    }
    const key = path.at(-1) ?? setting.key;
    keys.settings.set(key, setting);
    if (setting.secret === true) keys.secretFiles.set(`${key}File`, setting);
  }
  return root;
}

/** A place in the file, for messages. */
export function labelIn(file: ConfigFile, line: number, key: string): string {
  const shown = /^[\w.[\]-]{1,80}$/.test(key) ? key : JSON.stringify(key.slice(0, 60));
  return `${file.label} line ${line} (${shown})`;
}

/**
 * What one section of the file says, by canonical name of the setting. Unknown keys are faults.
 * @param prefix key of the section for messages, ending in a dot, or empty.
 * @param otherKeys keys that are read elsewhere.
 * @param elsewhere what may stand in other places of the file, for the remedy of an unknown key.
 */
export async function fromFile(
  file: ConfigFile,
  tree: FileTree,
  prefix: string,
  places: readonly PlacedSetting[],
  otherKeys: readonly string[],
  elsewhere: readonly PlacedSetting[],
  readFile: ReadFile,
  notes: Notes,
): Promise<Map<string, Candidate>> {
  const found = new Map<string, Candidate>();
  const put = (setting: Setting, label: string, text: string | undefined): void => {
    if (found.has(setting.name)) {
      notes.fault(label, 'the secret and its file are both given; remove one of the two.');
    } else {
      found.set(setting.name, { text, label, origin: `file ${file.label}` });
    }
  };

  const readValue = async (setting: Setting, key: string, value: FileTree, isPath: boolean) => {
    const label = labelIn(file, value.line, key);
    if (value.kind !== 'text') {
      notes.fault(label, `expected a text, got a ${value.kind}.`);
      return;
    }
    if (isBlank(value.text)) return;
    if (isPath) {
      put(
        setting,
        label,
        await readSecretFile(label, value.text, dirname(file.path), readFile, notes),
      );
      return;
    }
    if (setting.secret === true) {
      if (value.commented) {
        notes.warn(
          `${label}: what follows the # is a comment; put the secret in quotes if it belongs to it.`,
        );
      }
      if (file.readableByOthers) {
        notes.warn(
          `${file.label} holds a secret and every user of this machine can read it: chmod 600 it.`,
        );
      }
    }
    put(setting, label, value.text);
  };

  const readSection = async (
    section: FileTree,
    keys: Keys,
    at: string,
    others: readonly string[],
  ) => {
    if (section.kind !== 'section') {
      const empty = section.kind === 'text' && isBlank(section.text);
      const label = at === '' ? file.label : labelIn(file, section.line, at.slice(0, -1));
      if (!empty) notes.fault(label, `expected keys with values, got a ${section.kind}.`);
      return;
    }
    for (const [key, value] of section.entries) {
      const inner = keys.sections.get(key);
      const setting = keys.settings.get(key);
      const secret = keys.secretFiles.get(key);
      if (others.includes(key)) continue;
      if (inner) await readSection(value, inner, `${at}${key}.`, []);
      else if (setting) await readValue(setting, `${at}${key}`, value, false);
      else if (secret) await readValue(secret, `${at}${key}`, value, true);
      else if (!notes.isFull) {
        const known = [
          ...others,
          ...keys.sections.keys(),
          ...keys.settings.keys(),
          ...keys.secretFiles.keys(),
        ];
        const text = unknownKey(key, at.slice(prefix.length), known, [...places, ...elsewhere]);
        notes.fault(labelIn(file, value.line, at + key), text);
      }
    }
  };
  await readSection(tree, keysOf(places), prefix, otherKeys);
  return found;
}
