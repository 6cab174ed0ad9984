import type { Display } from '../platform/display.ts';
import type { Secret } from '../platform/secret.ts';
import type { AccountSettings, OptionsOf, SettingGroups } from '../platform/setting.ts';
import type { Listen } from './listen.ts';
import type { ConfigFault } from './faults.ts';
import type { NotifyConfig } from './notify-settings.ts';
import type { EffectiveSetting } from './resolve.ts';

/** One person's data and where it goes; under each group's name the options its adapter takes, where it is set. */
export type AccountConfig<G extends SettingGroups> = {
  readonly name: string;
  /** What Nightscout shows as the uploader. */
  readonly device: string;
  /** Two readings nearer than this are one, in ms; 0 merges nothing by time. */
  readonly mergeToleranceMs: number;
  readonly respectOtherUploaders: boolean;
  /** What else than readings and calibrations is written to Nightscout. */
  readonly writes: AccountSettings['writes'];
  /** When the Web API is asked for what is new: a cron expression. */
  readonly historySchedule: string;
} & { readonly [K in keyof G]?: OptionsOf<G[K]> };

/** Where sessions, tokens and latches are kept; with mongodb every account has one. */
export type TokenStore =
  { readonly kind: 'journal' } | { readonly kind: 'mongodb'; readonly key: Secret };

/** Settings of the whole bridge: complete, read and checked. */
export interface BridgeConfig {
  /** Absolute path. */
  readonly dataDir: string;
  readonly listen: Listen;
  readonly feedApiSecret?: Secret;
  readonly log: {
    readonly level: 'error' | 'warn' | 'info' | 'debug';
    /** Not set: pretty on a terminal, json elsewhere. */
    readonly format?: 'json' | 'pretty';
  };
  /** How long the journal keeps what every sink has confirmed, in days. */
  readonly retentionDays: number;
  /** Cron expression. */
  readonly housekeepingSchedule: string;
  /** Share requests spent on one reading, on average. */
  readonly shareRequestsPerReading: number;
  readonly tokenStore: TokenStore;
  /** How glucose is shown. */
  readonly display: Display;
  /** Where notices go; not set where none are wanted. */
  readonly notify?: NotifyConfig;
}

/** The whole configuration. Past this there are no defaults and no environment. */
export interface Config<G extends SettingGroups> extends BridgeConfig {
  readonly accounts: readonly AccountConfig<G>[];
}

/** What loading gives. */
export interface LoadedConfig<G extends SettingGroups> {
  readonly config: Config<G>;
  /** For the log: nothing is lost, but somebody may have meant something else. */
  readonly warnings: readonly string[];
  readonly effective: readonly EffectiveSetting[];
}

/** What can be said of a configuration that may have faults. */
export interface SurveyedConfig<G extends SettingGroups> {
  /** Missing where a setting of the bridge is wrong. An account may lack what is missing or wrong. */
  readonly config?: Config<G>;
  readonly warnings: readonly string[];
  /** Every setting that was looked at, also those that are wrong. */
  readonly effective: readonly EffectiveSetting[];
  /** Everything that is wrong. */
  readonly faults: readonly ConfigFault[];
  /** Those of them that say that a source or a destination is missing or incomplete. */
  readonly missing: readonly ConfigFault[];
}
