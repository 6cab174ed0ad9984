import { ConfigFaults } from '../config/index.ts';
import { BridgeFailure } from '../domain/failure.ts';
import type { Call } from './call.ts';
import { noSuchAccount } from './no-such-account.ts';
import { readSurvey, type BridgeAccount, type BridgeConfiguration } from './read-configuration.ts';

/** An account that has a Web API application, with the configuration it is in. */
export interface WithApplication {
  readonly config: BridgeConfiguration;
  readonly account: BridgeAccount & { readonly webApi: NonNullable<BridgeAccount['webApi']> };
}

/**
 * The account that is meant. Its destination need not be set yet.
 * @param name as typed; undefined where there is only one
 * @throws ConfigFaults; BridgeFailure `command.no_application`, `command.no_account` (config; exit 64)
 */
export async function pickApplication(
  call: Call,
  name: string | undefined,
): Promise<WithApplication> {
  const { config, faults } = await readSurvey(call);
  if (config === undefined) throw new ConfigFaults(faults);
  const names = config.accounts.map((one) => one.name);
  if (name !== undefined && !names.includes(name)) throw noSuchAccount(name, names);
  const meant = config.accounts.filter((one) => name === undefined || one.name === name);
  const withApi = meant.filter(
    (one): one is WithApplication['account'] => one.webApi !== undefined,
  );
  const [account] = withApi;
  if (account !== undefined && withApi.length === 1) return { config, account };
  if (faults.length > 0 && withApi.length === 0) throw new ConfigFaults(faults);
  throw new BridgeFailure(
    'command.no_application',
    'config',
    withApi.length === 0
      ? 'No Web API application is configured: set DEXCOM_CLIENT_ID and DEXCOM_CLIENT_SECRET of your own application at developer.dexcom.com first.'
      : `Which account is meant? Give --account with one of ${withApi.map((one) => one.name).join(', ')}.`,
  );
}
