import { resolve } from 'node:path';
import type { Setting, SettingGroups } from '../platform/setting.ts';
import { allSettings } from './catalogue.ts';
import type { Answers } from './config-text.ts';
import { type Environment, fromEnvironment } from './environment.ts';
import { Notes } from './faults.ts';
import { type Flags, flagOf, fromFlags } from './flags.ts';
import { type ReadFile, readDiskFile } from './read-file.ts';

/** Where answers may be given without a question. */
export interface GivenInput {
  readonly flags: Flags;
  readonly env: Environment;
  /** Folder against which relative paths are taken. */
  readonly cwd: string;
  readonly settings: SettingGroups;
  readonly readFile?: ReadFile;
}

/** What flags and environment say already. */
export interface GivenAnswers {
  readonly answers: Answers;
  /** The names as they were written, for people. */
  readonly labels: readonly string[];
}

/** Set for other programs too: taken only where the setting that it completes is given by itself. */
const AMBIENT_WITH: Readonly<Record<string, string>> = {
  NIGHTSCOUT_API_SECRET: 'NIGHTSCOUT_URL',
  FEED_API_SECRET: 'LISTEN',
};

/**
 * The strongest text that flags and environment give each setting. A secret that lies in a file of its own stays there: its
 * path is the answer. What is wrong with them shows when the whole is read.
 */
export async function givenAnswers(input: GivenInput): Promise<GivenAnswers> {
  const answers = new Map<string, string>();
  const labels: string[] = [];
  const ambient: (() => void)[] = [];
  for (const setting of allSettings(input.settings)) {
    const first = await strongest(setting, input);
    if (first === undefined) continue;
    const path = pathOf(setting, first.label, input);
    // A file that gives no secret is told of when the whole is read.
    if (first.text === undefined && path === undefined) continue;
    const take = () => {
      if (path === undefined) answers.set(setting.name, first.text ?? '');
      else answers.set(`${setting.name}_FILE`, path);
      labels.push(first.label);
    };
    if (first.ambient === true) ambient.push(() => takeWith(setting, answers, take));
    else take();
  }
  for (const decide of ambient) decide();
  return { answers, labels };
}

function takeWith({ name }: Setting, answers: Answers, take: () => void): void {
  const completes = AMBIENT_WITH[name];
  if (completes === undefined || !answers.has(completes)) return;
  // A token that was given for this very site is enough.
  if (name === 'NIGHTSCOUT_API_SECRET' && answers.has('NIGHTSCOUT_TOKEN')) return;
  take();
}

async function strongest(setting: Setting, input: GivenInput) {
  const { flags, env, cwd, readFile = readDiskFile } = input;
  const unheard = new Notes();
  return [
    ...(await fromFlags(setting, flags, cwd, readFile, unheard)),
    ...(await fromEnvironment(setting, env, cwd, readFile, unheard)),
  ][0];
}

/** Where the secret lies, if its text came of a file. */
function pathOf(
  setting: Setting,
  label: string,
  { flags, env, cwd }: GivenInput,
): string | undefined {
  if (setting.secret !== true) return undefined;
  const flag = `${flagOf(setting.name)}-file`;
  const path = label === `--${flag}` ? flags[flag] : /_file$/i.test(label) ? env[label] : undefined;
  return typeof path === 'string' ? resolve(cwd, path.trim()) : undefined;
}
