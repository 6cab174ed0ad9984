import type { Alias, Setting } from '../platform/setting.ts';
import { type Candidate, isBlank } from './candidate.ts';
import type { Notes } from './faults.ts';
import type { ReadFile } from './read-file.ts';
import { readSecretFile } from './secret-file.ts';

/** The environment as Node gives it. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** The forms under which Nightscout and its companions look a name up, in their order. */
export function formsOf(name: string): readonly string[] {
  const lower = name.toLowerCase();
  return [...new Set([`CUSTOMCONNSTR_${name}`, `CUSTOMCONNSTR_${lower}`, name, lower])];
}

/** Every form of the name that is set, the strongest first. */
export function lookUp(env: Environment, name: string): { label: string; text: string }[] {
  return formsOf(name).flatMap((label) => {
    const text = Object.hasOwn(env, label) ? env[label] : undefined;
    return text === undefined || isBlank(text) ? [] : [{ label, text }];
  });
}

/** What the environment says about one setting: canonical name first, then the aliases in their order. */
export async function fromEnvironment(
  setting: Setting,
  env: Environment,
  cwd: string,
  readFile: ReadFile,
  notes: Notes,
): Promise<readonly Candidate[]> {
  const canonical: Alias = { name: setting.name };
  const aliases = setting.aliases ?? [];
  const names = setting.aliasesFirst === true ? [...aliases, canonical] : [canonical, ...aliases];
  const found: Candidate[] = [];
  for (const alias of names) {
    const traits = { ambient: alias.ambient === true, mayDiffer: alias.mayDiffer === true };
    const direct = lookUp(env, alias.name);
    for (const { label, text } of direct) {
      const meant = alias.translate ? alias.translate(text) : text;
      if (meant !== undefined) {
        found.push({ text: meant, label, origin: `environment ${label}`, ...traits });
      }
    }
    if (setting.secret !== true) continue;
    for (const { label, text: path } of lookUp(env, `${alias.name}_FILE`)) {
      if (direct[0]) {
        notes.fault(label, `${direct[0].label} is set as well; remove one of the two.`);
        continue;
      }
      const text = await readSecretFile(label, path, cwd, readFile, notes);
      found.push({ text, label, origin: `environment ${label}`, ...traits });
    }
  }
  return found;
}
