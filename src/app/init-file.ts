import { resolve } from 'node:path';
import {
  type ConfigFault,
  type FileContent,
  loadConfig,
  type SurveyedConfig,
  surveyConfig,
} from '../config/index.ts';
import { type Answers, configText } from '../config/config-text.ts';
import { readDiskFile } from '../config/read-file.ts';
import { isTaken, writeConfigFile } from '../config/write-config-file.ts';
import { BridgeFailure } from '../domain/failure.ts';
import { Secret } from '../platform/secret.ts';
import type { Call } from './call.ts';
import { SETTING_GROUPS } from './modules.ts';
import type { BridgeConfiguration, BridgeGroups } from './read-configuration.ts';

/** Where the file is looked for by every verb when no flag names one. */
const DEFAULT_FILE = 'config/bridge.yaml';

/** A configuration that is being made. */
export interface InitFile {
  /** As the person named it, for messages. */
  readonly label: string;
  readonly isDefault: boolean;
  /** Whether anything is there. */
  isTaken(): Promise<boolean>;
  /** What a run would make of these answers; nothing is read but files of secrets. */
  survey(answers: Answers): Promise<SurveyedConfig<BridgeGroups>>;
  /**
   * Writes the file.
   * @throws BridgeFailure `command.file_exists`, `config.unwritable`; ConfigFaults for answers with a fault
   */
  write(answers: Answers, mayReplace: boolean): Promise<void>;
}

/** The file that `--config` names, or the usual one. */
export function initFile({ flags, cwd }: Call): InitFile {
  const named = flags['config'];
  const label = typeof named === 'string' ? named : DEFAULT_FILE;
  const path = resolve(cwd, label);
  const readAs =
    (text: string | undefined) =>
    async (wanted: string): Promise<FileContent> => {
      if (wanted !== path) return readDiskFile(wanted);
      if (text !== undefined) return { text, readableByOthers: false };
      throw Object.assign(new Error('not written yet'), { code: 'ENOENT' });
    };
  const settings = SETTING_GROUPS;
  return {
    label,
    isDefault: path === resolve(cwd, DEFAULT_FILE),
    isTaken: () => isTaken(path),
    survey: (answers) =>
      surveyConfig({
        flags: {},
        env: Object.fromEntries(answers),
        cwd,
        settings,
        // The usual file may be there and is about to be replaced.
        readFile: async (wanted) =>
          wanted === resolve(cwd, DEFAULT_FILE) ? readAs(undefined)(path) : readDiskFile(wanted),
      }),
    async write(answers, mayReplace) {
      const text = await configText(answers, settings);
      const flagsOfFile = { config: path };
      const input = { flags: flagsOfFile, env: {}, cwd, settings, readFile: readAs(text) };
      const [{ config }, meant] = await Promise.all([loadConfig(input), this.survey(answers)]);
      demandSame(config, meant.config);
      await writeConfigFile(path, text, mayReplace);
    },
  };
}

/** A file that would be read otherwise than it was meant is never written. */
function demandSame(read: BridgeConfiguration, meant: BridgeConfiguration | undefined): void {
  if (plain(read) === plain(meant)) return;
  throw new BridgeFailure(
    'config.not_as_meant',
    'bug',
    'This is a fault in the bridge, please report it: the configuration would be read otherwise than it was typed. Nothing was written.',
  );
}

function plain(config: unknown): string {
  return JSON.stringify(config, function (this: Record<string, unknown>, key, value: unknown) {
    const held = this[key];
    return held instanceof Secret ? held.reveal() : value;
  });
}

/** Faults that concern one of these settings, or a secret’s file. */
export function faultsAbout(
  faults: readonly ConfigFault[],
  names: readonly string[],
): readonly ConfigFault[] {
  return faults.filter(({ setting }) =>
    names.some((name) => setting === name || setting === `${name}_FILE`),
  );
}
