import { allSettings } from '../config/catalogue.ts';
import { flagsOf, type FlagDefinition } from '../config/flags.ts';
import { SETTING_GROUPS } from './modules.ts';

/** Every setting that can be given as a flag. */
export const SETTING_FLAGS: readonly FlagDefinition[] = flagsOf(allSettings(SETTING_GROUPS));
