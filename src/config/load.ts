import { resolve as resolvePath } from 'node:path';
import type { Setting, SettingGroups } from '../platform/setting.ts';
import { buildAccount, refuseSharedDestinations } from './accounts.ts';
import type { Candidate } from './candidate.ts';
import { accountPlaces, allSettings, bridgePlaces } from './catalogue.ts';
import { bridgeSettings } from './bridge-settings.ts';
import type { BridgeConfig, LoadedConfig, SurveyedConfig, TokenStore } from './config.ts';
import { type Environment, fromEnvironment } from './environment.ts';
import { warningOfLostDisk } from './ephemeral-disk.ts';
import { ConfigFaults, Notes } from './faults.ts';
import { findAccounts } from './file-accounts.ts';
import { fromFile } from './file-settings.ts';
import { type Flags, fromFlags, refuseUnknownFlags } from './flags.ts';
import type { Listen } from './listen.ts';
import { openConfigFile } from './open-config-file.ts';
import { warnOfPeerNames } from './peer-names.ts';
import { type ReadFile, readDiskFile } from './read-file.ts';
import { resolve } from './resolve.ts';
import { stack } from './stack.ts';
import { requireFeedSecret } from './feed-secret.ts';
import { readDisplay } from './display-settings.ts';
import { type NotifyConfig, readNotify } from './notify-settings.ts';
import type { Display } from '../platform/display.ts';
import { readTokenStore } from './token-store.ts';

/** Where the configuration comes from. */
export interface ConfigInput<G extends SettingGroups> {
  readonly flags: Flags;
  readonly env: Environment;
  /** Folder against which relative paths are taken. */
  readonly cwd: string;
  /** The adapters’ settings, by the name under which an account carries their options. */
  readonly settings: G;
  /** Only the bridge’s own settings count: no account is read, and none is needed. */
  readonly withoutAccounts?: boolean;
  readonly readFile?: ReadFile;
}

/**
 * Reads flags over environment over file over defaults.
 * Throws ConfigFaults (`config.invalid`, config) with everything that is wrong.
 */
export async function loadConfig<G extends SettingGroups>(
  input: ConfigInput<G>,
): Promise<LoadedConfig<G>> {
  const { config, warnings, effective, faults } = await surveyConfig(input);
  if (config === undefined || faults.length > 0) throw new ConfigFaults(faults);
  return { config, warnings, effective };
}

/** The same for who can do with less than a run needs: tells what is wrong instead of throwing it. */
export async function surveyConfig<G extends SettingGroups>(
  input: ConfigInput<G>,
): Promise<SurveyedConfig<G>> {
  const notes = new Notes();
  const { flags, env, cwd, settings: groups, readFile = readDiskFile } = input;
  refuseUnknownFlags(flags, allSettings(groups), notes);
  const file = await openConfigFile(flags, cwd, readFile, notes);

  const places = bridgePlaces();
  const inFile = file
    ? await fromFile(
        file,
        file.tree,
        '',
        places,
        ['accounts', '$schema'],
        accountPlaces(groups).map(({ setting, path }) => ({
          setting,
          path: ['accounts[]', ...path],
        })),
        readFile,
        notes,
      )
    : new Map<string, Candidate>();
  const outside = async (
    wanted: readonly Setting[],
  ): Promise<Map<string, readonly Candidate[]>> => {
    const found = new Map<string, readonly Candidate[]>();
    for (const setting of wanted) {
      const all = [
        ...(await fromFlags(setting, flags, cwd, readFile, notes)),
        ...(await fromEnvironment(setting, env, cwd, readFile, notes)),
      ];
      if (all.length > 0) found.set(setting.name, all);
    }
    return found;
  };
  const candidates = stack(await outside(places.map(({ setting }) => setting)), inFile);
  if (input.withoutAccounts === true) {
    const { tokenStore } = bridgeSettings;
    for (const { setting } of places) {
      if (setting.secret === true || setting === tokenStore) candidates.delete(setting.name);
    }
  }
  const nameOf = (setting: Setting): string => setting.name;
  const bridge = resolve(bridgeSettings, candidates, nameOf, notes);
  const tokenStore = readTokenStore(bridge, notes);
  const display = readDisplay(bridge, notes);
  if (input.withoutAccounts !== true) requireFeedSecret(bridge, notes);
  const notify = input.withoutAccounts === true ? undefined : readNotify(bridge, notes);
  const effective = [...bridge.effective];

  const accounts = [];
  let wantsTokens = false;
  if (input.withoutAccounts !== true) {
    warnOfPeerNames(env, notes);
    for (const source of await findAccounts(file, groups, outside, readFile, notes)) {
      const inMongo = bridge.values['tokenStore'] === 'mongodb';
      const built = buildAccount(source, groups, inMongo, notes);
      accounts.push(built.config);
      effective.push(...built.effective);
      wantsTokens ||= built.wantsTokens;
    }
    refuseSharedDestinations(accounts, groups, notes);
  }
  const isUsable = notes.within('bridge').length === 0;
  const config = isUsable
    ? { ...bridgeConfig(bridge.values, { tokenStore, display, notify }, cwd), accounts }
    : undefined;
  if (config?.tokenStore.kind === 'journal' && wantsTokens) {
    const isChosen = bridge.given['dataDir'] !== undefined;
    const warning = warningOfLostDisk(env, config.dataDir, isChosen);
    if (warning !== undefined) notes.warn(warning);
  }
  return {
    ...(config === undefined ? {} : { config }),
    warnings: notes.warnings,
    effective,
    faults: notes.faults,
    missing: notes.within('missing'),
  };
}

function bridgeConfig(
  values: Readonly<Record<string, unknown>>,
  {
    tokenStore,
    display,
    notify,
  }: {
    readonly tokenStore: TokenStore;
    readonly display: Display;
    readonly notify: NotifyConfig | undefined;
  },
  cwd: string,
): BridgeConfig {
  const read = values as {
    dataDir: string;
    listen: Listen;
    feedApiSecret?: BridgeConfig['feedApiSecret'];
    logLevel: BridgeConfig['log']['level'];
    logFormat?: BridgeConfig['log']['format'];
    retentionDays: number;
    housekeepingSchedule: string;
    shareRequestsPerReading: number;
  };
  return {
    dataDir: resolvePath(cwd, read.dataDir),
    listen: read.listen,
    ...(read.feedApiSecret === undefined ? {} : { feedApiSecret: read.feedApiSecret }),
    log: {
      level: read.logLevel,
      ...(read.logFormat === undefined ? {} : { format: read.logFormat }),
    },
    retentionDays: read.retentionDays,
    housekeepingSchedule: read.housekeepingSchedule,
    shareRequestsPerReading: read.shareRequestsPerReading,
    tokenStore,
    display,
    ...(notify === undefined ? {} : { notify }),
  };
}
