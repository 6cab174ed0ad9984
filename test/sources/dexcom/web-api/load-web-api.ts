import { surveyConfig, type ConfigFault } from '../../../../src/config/index.ts';
import { regionSetting } from '../../../../src/sources/dexcom/region-setting.ts';
import {
  webApiSettings,
  type WebApiOptions,
} from '../../../../src/sources/dexcom/web-api/options.ts';

/** What an environment makes of the settings of the Web API alone. */
export async function loadWith(environment: Readonly<Record<string, string>>): Promise<{
  readonly options: WebApiOptions | undefined;
  /** Without that of having no destination at all. */
  readonly faults: readonly ConfigFault[];
  readonly warnings: readonly string[];
  /** How often the region is told as a setting. */
  readonly regions: number;
}> {
  const { config, faults, warnings, effective } = await surveyConfig({
    flags: {},
    env: environment,
    cwd: '/bridge',
    settings: { webApi: webApiSettings },
    readFile: () => Promise.reject(Object.assign(new Error('no file'), { code: 'ENOENT' })),
  });
  return {
    options: config?.accounts[0]?.webApi,
    faults: faults.filter(({ setting }) => !setting.startsWith('account')),
    warnings,
    regions: effective.filter(({ name }) => name === regionSetting.name).length,
  };
}
