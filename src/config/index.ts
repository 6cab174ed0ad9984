export { allSettings } from './catalogue.ts';
export type {
  AccountConfig,
  BridgeConfig,
  Config,
  LoadedConfig,
  SurveyedConfig,
  TokenStore,
} from './config.ts';
export { describeEffective, describeEffectiveAsJson } from './describe-effective.ts';
export { type ConfigFault, ConfigFaults } from './faults.ts';
export { type FlagDefinition, type Flags, flagsOf } from './flags.ts';
export type { Listen } from './listen.ts';
export { type ConfigInput, loadConfig, surveyConfig } from './load.ts';
export type { NotifyConfig } from './notify-settings.ts';
export type { FileContent, ReadFile } from './read-file.ts';
export type { EffectiveSetting } from './resolve.ts';
