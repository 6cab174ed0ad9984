import {
  ConfigFaults,
  describeEffective,
  describeEffectiveAsJson,
  surveyConfig,
} from '../config/index.ts';
import type { Call } from './call.ts';
import { SETTING_GROUPS } from './modules.ts';

/** The settings in effect, printed both ways; secrets as `***`. */
export interface ShownConfiguration {
  readonly text: string;
  readonly json: string;
  /** Warnings, and what a run would miss. */
  readonly notes: readonly string[];
  /** What is wrong besides; every value that could be read is shown all the same. */
  readonly faults?: ConfigFaults;
}

/** Never throws for what is set. */
export async function showConfiguration(call: Call): Promise<ShownConfiguration> {
  const { effective, warnings, faults, missing } = await surveyConfig({
    ...call,
    settings: SETTING_GROUPS,
  });
  const real = faults.filter((fault) => !missing.includes(fault));
  return {
    text: describeEffective(effective),
    json: describeEffectiveAsJson(effective),
    notes: [...warnings, ...missing.map(({ setting, text }) => `${setting}: ${text}`)],
    ...(real.length === 0 ? {} : { faults: new ConfigFaults(real) }),
  };
}

/** JSON Schema of the configuration file. */
export async function configurationSchema(): Promise<Readonly<Record<string, unknown>>> {
  // Its library takes a tenth of a second to load, and only this needs it.
  const { configJsonSchema } = await import('../config/json-schema.ts');
  return configJsonSchema(SETTING_GROUPS);
}
