import type { Setting, SettingGroups } from '../platform/setting.ts';
import type { AccountSource } from './accounts.ts';
import { type Candidate, type Candidates, isBlank } from './candidate.ts';
import { accountName, accountPlaces, bridgePlaces } from './catalogue.ts';
import type { Notes } from './faults.ts';
import { type ConfigFile, fromFile, labelIn } from './file-settings.ts';
import type { FileTree } from './file-tree.ts';
import type { ReadFile } from './read-file.ts';
import { resolve } from './resolve.ts';
import { stack } from './stack.ts';

/** The account that flags and environment describe. */
const DEFAULT_ACCOUNT = 'default';

/**
 * Every account: those of the file in their order, and `default` where flags or environment describe it.
 * What they say about `default` lies over what the file says about an account of that name.
 */
export async function findAccounts(
  file: ConfigFile | undefined,
  groups: SettingGroups,
  outside: (settings: readonly Setting[]) => Promise<Candidates>,
  readFile: ReadFile,
  notes: Notes,
): Promise<readonly AccountSource[]> {
  const places = accountPlaces(groups);
  notes.scope = 'account';
  const given = await outside(places.map(({ setting }) => setting));
  const found: AccountSource[] = [];
  const items = file ? accountItems(file, notes) : [];
  for (const [index, tree] of items.entries()) {
    if (!file) break;
    const fileKey = `accounts[${index}]`;
    const allowed = [{ setting: accountName as Setting, path: ['name'] }, ...places];
    const inFile = await fromFile(
      file,
      tree,
      `${fileKey}.`,
      allowed,
      [],
      bridgePlaces(),
      readFile,
      notes,
    );
    const wanted = nameIn(inFile, notes);
    const isSecond = found.some((other) => other.name === wanted);
    if (isSecond) {
      notes.fault(
        labelIn(file, tree.line, `${fileKey}.name`),
        `there is a second account called "${wanted}"; give each a name of its own.`,
        'bridge',
      );
    }
    // Its other settings are looked at all the same, so that every fault is told at once.
    const name = wanted === undefined || isSecond ? fileKey : wanted;
    const isDefault = name === DEFAULT_ACCOUNT;
    const candidates = stack(isDefault ? given : new Map(), inFile);
    found.push({ name, fileKey, isDefault, candidates });
  }
  const described = [...given.values()].some((all) => all.some((one) => one.ambient !== true));
  const hasDefault = found.some(({ isDefault }) => isDefault);
  if (!hasDefault && (described || items.length === 0)) {
    found.push({ name: DEFAULT_ACCOUNT, isDefault: true, candidates: given });
  }
  return found;
}

function accountItems(file: ConfigFile, notes: Notes): readonly FileTree[] {
  const accounts = file.tree.kind === 'section' ? file.tree.entries.get('accounts') : undefined;
  if (!accounts || (accounts.kind === 'text' && isBlank(accounts.text))) return [];
  if (accounts.kind === 'list') return accounts.items;
  notes.fault(
    labelIn(file, accounts.line, 'accounts'),
    `expected a list (each account begins with "- name: …"), got a ${accounts.kind}.`,
    'bridge',
  );
  return [];
}

function nameIn(inFile: ReadonlyMap<string, Candidate>, notes: Notes): string | undefined {
  const candidates = stack(new Map(), inFile);
  notes.scope = 'bridge';
  const { values } = resolve({ name: accountName }, candidates, ({ name }) => name, notes);
  notes.scope = 'account';
  return typeof values['name'] === 'string' ? values['name'] : undefined;
}
