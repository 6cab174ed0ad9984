import { resolve } from 'node:path';
import type { Notes } from './faults.ts';
import type { ConfigFile } from './file-settings.ts';
import { readFileTree } from './file-tree.ts';
import { CONFIG_FLAG, type Flags, flagText } from './flags.ts';
import { codeOf, type FileContent, type ReadFile, whyUnreadable } from './read-file.ts';

/** Where the file is looked for when no flag names one. */
const DEFAULT_FILE = 'config/bridge.yaml';

/** Reads the file that `--config` names, or the default one where there is one. */
export async function openConfigFile(
  flags: Flags,
  cwd: string,
  readFile: ReadFile,
  notes: Notes,
): Promise<ConfigFile | undefined> {
  const named = flagText(flags, CONFIG_FLAG, notes);
  const label = named ?? DEFAULT_FILE;
  const path = resolve(cwd, label);
  let content: FileContent;
  try {
    content = await readFile(path);
  } catch (thrown) {
    const missing = ['ENOENT', 'ENOTDIR'].includes(codeOf(thrown));
    if (named !== undefined || !missing) {
      notes.fault(
        named === undefined ? label : `--${CONFIG_FLAG} ${label}`,
        `the configuration file ${path} is not used: ${whyUnreadable(thrown)}.`,
      );
    }
    return undefined;
  }
  const tree = await readFileTree(content.text, label, notes);
  return tree && { label, path, tree, readableByOthers: content.readableByOthers };
}
