import type { Setting } from '../platform/setting.ts';
import { type Candidate, isBlank } from './candidate.ts';
import type { Notes } from './faults.ts';
import { didYouMean } from './nearest-name.ts';
import type { ReadFile } from './read-file.ts';
import { readSecretFile } from './secret-file.ts';

/** Flags as the command line gives them: names in kebab case without dashes; text as typed, `true` for a bare flag. */
export type Flags = Readonly<Record<string, string | boolean | readonly string[] | undefined>>;

/** A flag that the command line offers. */
export interface FlagDefinition {
  /** Without dashes. */
  readonly flag: string;
  readonly about: string;
}

/** `DEXCOM_REGION` is `dexcom-region`. */
export const flagOf = (name: string): string => name.toLowerCase().replaceAll('_', '-');

/** The flag that names the configuration file. */
export const CONFIG_FLAG = 'config';

/** Every flag that these settings have. */
export function flagsOf(settings: readonly Setting[]): readonly FlagDefinition[] {
  return [
    {
      flag: CONFIG_FLAG,
      about: 'Configuration file, YAML or JSON; default config/bridge.yaml when present.',
    },
    ...settings.flatMap((setting) => [
      { flag: flagOf(setting.name), about: setting.about },
      ...(setting.secret === true
        ? [{ flag: `${flagOf(setting.name)}-file`, about: `File that holds it: ${setting.about}` }]
        : []),
    ]),
  ];
}

/** The one text of a flag; a fault where it has none or several. */
export function flagText(flags: Flags, flag: string, notes: Notes): string | undefined {
  const given = flags[flag];
  if (given === undefined) return undefined;
  if (typeof given === 'object') {
    notes.fault(`--${flag}`, 'is given more than once; give it once.');
    return undefined;
  }
  const text = String(given);
  if (isBlank(text)) {
    notes.fault(`--${flag}`, 'needs a value; give one, or leave the flag out.');
    return undefined;
  }
  return text;
}

/** Reports flags that no setting has. */
export function refuseUnknownFlags(flags: Flags, settings: readonly Setting[], notes: Notes): void {
  const known = flagsOf(settings).map(({ flag }) => flag);
  for (const [flag, given] of Object.entries(flags)) {
    if (given === undefined || known.includes(flag)) continue;
    notes.fault(`--${flag}`, `is no flag of this program.${didYouMean(flag, known)}`);
  }
}

/** What the flags say about one setting. */
export async function fromFlags(
  setting: Setting,
  flags: Flags,
  cwd: string,
  readFile: ReadFile,
  notes: Notes,
): Promise<readonly Candidate[]> {
  const flag = flagOf(setting.name);
  const label = `--${flag}`;
  const text = flagText(flags, flag, notes);
  if (setting.secret !== true) {
    return flags[flag] === undefined ? [] : [{ text, label, origin: `flag ${label}` }];
  }
  const path = flagText(flags, `${flag}-file`, notes);
  if (text !== undefined && path !== undefined) {
    notes.fault(`${label}-file`, `${label} is given as well; leave one of the two out.`);
    return [{ text: undefined, label, origin: `flag ${label}` }];
  }
  if (text !== undefined) {
    notes.warn(
      `${label}: every user of this machine can read a secret on the command line; use ${label}-file or ${setting.name}.`,
    );
    return [{ text, label, origin: `flag ${label}` }];
  }
  if (path === undefined) {
    // One that was given without a value has been reported; it is not missing besides.
    const given = [flag, `${flag}-file`].find((name) => flags[name] !== undefined);
    return given === undefined
      ? []
      : [{ text: undefined, label: `--${given}`, origin: `flag --${given}` }];
  }
  const secret = await readSecretFile(`${label}-file`, path, cwd, readFile, notes);
  return [{ text: secret, label: `${label}-file`, origin: `flag ${label}-file` }];
}
