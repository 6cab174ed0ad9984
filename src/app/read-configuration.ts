import {
  ConfigFaults,
  loadConfig,
  surveyConfig,
  type AccountConfig,
  type Config,
  type LoadedConfig,
  type SurveyedConfig,
} from '../config/index.ts';
import { Secret } from '../platform/secret.ts';
import type { Call } from './call.ts';
import { SETTING_GROUPS } from './modules.ts';

export type BridgeGroups = typeof SETTING_GROUPS;
export type BridgeAccount = AccountConfig<BridgeGroups>;
export type BridgeConfiguration = Config<BridgeGroups>;

/**
 * Everything that is set, with every adapter’s settings.
 * @throws ConfigFaults with all faults at once
 */
export async function readEverything(call: Call): Promise<LoadedConfig<BridgeGroups>> {
  return loadConfig({ ...call, settings: SETTING_GROUPS });
}

/** What is set, with all that is wrong in it; an account may lack what is missing or wrong. */
export async function readSurvey(call: Call): Promise<SurveyedConfig<BridgeGroups>> {
  return surveyConfig({ ...call, settings: SETTING_GROUPS });
}

/**
 * The configuration for what needs no more than the data folder and the names of the accounts: whatever is missing or
 * wrong within an account does not matter, and its sources and sinks are left out then.
 * @throws ConfigFaults with all faults at once where a setting of the bridge, a flag, the file or a name is wrong
 */
export async function readPlace(call: Call): Promise<BridgeConfiguration> {
  const { config, faults } = await readSurvey(call);
  if (config === undefined) throw new ConfigFaults(faults);
  return config;
}

/** Text of every secret in a configuration, for masking; of a connection string also its user and password. */
export function secretsOf(config: unknown): readonly string[] {
  const found = new Set<string>();
  const walk = (value: unknown): void => {
    if (value instanceof Secret) {
      for (const text of partsOf(value.reveal())) found.add(text);
    } else if (typeof value === 'object' && value !== null) {
      Object.values(value).forEach(walk);
    }
  };
  walk(config);
  return [...found];
}

function partsOf(secret: string): readonly string[] {
  const [, user, password] = /^[a-z][a-z0-9+.-]*:\/\/([^:@/]*):?([^@/]*)@/i.exec(secret) ?? [];
  const parts = [user, password].flatMap((part) => (part ? [part, decoded(part)] : []));
  return [secret, ...parts];
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
