import { configJsonSchema, describeEffective, describeEffectiveAsJson } from '../config/index.ts';
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
export function configurationSchema(): Readonly<Record<string, unknown>> {
  return configJsonSchema(SETTING_GROUPS);
}
