import {
  type ConfigFault,
  ConfigFaults,
  type Flags,
  type LoadedConfig,
  loadConfig,
  type ReadFile,
} from '../../src/config/index.ts';
import { mongoSettings } from '../../src/sinks/nightscout/mongo/options.ts';
import { restV1Settings } from '../../src/sinks/nightscout/rest-v1/options.ts';
import { restV3Settings } from '../../src/sinks/nightscout/rest-v3/options.ts';
import { shareSettings } from '../../src/sources/dexcom/share/options.ts';
import { webApiSettings } from '../../src/sources/dexcom/web-api/options.ts';

/** The adapters' settings as the app lists them. */
export const settings = {
  share: shareSettings,
  webApi: webApiSettings,
  nightscout: restV1Settings,
  nightscoutV3: restV3Settings,
  mongodb: mongoSettings,
} as const;

export type Loaded = LoadedConfig<typeof settings>;

/** What a case gives; files by absolute path, as text. */
export interface Given {
  readonly env?: Readonly<Record<string, string>>;
  readonly flags?: Flags;
  readonly files?: Readonly<Record<string, string>>;
  /** Text of the default configuration file. */
  readonly yaml?: string;
  readonly readableByOthers?: boolean;
  readonly withoutAccounts?: boolean;
}

const readFrom =
  (files: Readonly<Record<string, string>>, readableByOthers: boolean): ReadFile =>
  async (path) => {
    const text = Object.hasOwn(files, path) ? files[path] : undefined;
    if (text === undefined) throw Object.assign(new Error('no such file'), { code: 'ENOENT' });
    return { text, readableByOthers };
  };

/** Loads as the program would in the folder `/bridge`. */
export function load(given: Given): Promise<Loaded> {
  const files = {
    ...given.files,
    ...(given.yaml === undefined ? {} : { '/bridge/config/bridge.yaml': given.yaml }),
  };
  return loadConfig({
    flags: given.flags ?? {},
    env: given.env ?? {},
    cwd: '/bridge',
    settings,
    ...(given.withoutAccounts === undefined ? {} : { withoutAccounts: given.withoutAccounts }),
    readFile: readFrom(files, given.readableByOthers ?? false),
  });
}

/** The faults of a configuration that must not load. */
export async function faultsOf(given: Given): Promise<readonly ConfigFault[]> {
  try {
    await load(given);
  } catch (thrown) {
    if (thrown instanceof ConfigFaults) return thrown.faults;
    throw thrown;
  }
  throw new Error('it loaded');
}

/** A complete account: Share to a site. */
export const COMPLETE = {
  DEXCOM_USERNAME: 'anna',
  DEXCOM_PASSWORD: 'wolf-moon',
  NIGHTSCOUT_URL: 'https://anna.example.org',
  NIGHTSCOUT_API_SECRET: 'a-secret-of-anna',
} as const;

/** All but some of the complete account. */
export function completeWithout(...names: (keyof typeof COMPLETE)[]): Record<string, string> {
  return Object.fromEntries(
    Object.entries(COMPLETE).filter(([name]) => !(names as string[]).includes(name)),
  );
}

/** One setting as it takes effect. */
export function effectiveOf(loaded: Loaded, name: string): { value: unknown; origin: string } {
  const found = loaded.effective.find((setting) => setting.name === name);
  if (!found) throw new Error(`${name} is not in effect`);
  return { value: found.value, origin: found.origin };
}
