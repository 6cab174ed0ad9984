import { describeEffective, describeEffectiveAsJson } from '../config/index.ts';
import type { Call } from './call.ts';
import { SETTING_GROUPS } from './modules.ts';
import { readEverything } from './read-configuration.ts';

/** The settings in effect, printed both ways; secrets as `***`. */
export interface ShownConfiguration {
  readonly text: string;
  readonly json: string;
  readonly warnings: readonly string[];
}

/** @throws ConfigFaults with all faults at once */
export async function showConfiguration(call: Call): Promise<ShownConfiguration> {
  const { effective, warnings } = await readEverything(call);
  return {
    text: describeEffective(effective),
    json: describeEffectiveAsJson(effective),
    warnings,
  };
}

/** JSON Schema of the configuration file. */
export async function configurationSchema(): Promise<Readonly<Record<string, unknown>>> {
  // Its library takes a tenth of a second to load, and only this needs it.
  const { configJsonSchema } = await import('../config/json-schema.ts');
  return configJsonSchema(SETTING_GROUPS);
}
