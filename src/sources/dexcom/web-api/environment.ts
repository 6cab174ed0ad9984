import { readWebAddress } from '../../../platform/web-address.ts';
import { REGIONS, SANDBOX_HOST } from '../region.ts';

/** Which of Dexcom’s Web APIs; each knows only its own accounts. */
export const WEB_API_ENVIRONMENTS = ['sandbox', 'us', 'ous', 'jp'] as const;
export type WebApiEnvironment = (typeof WEB_API_ENVIRONMENTS)[number];

/** Its address for login, token and data; `/v3` is put behind it. */
export function webApiBaseUrl(environment: WebApiEnvironment): string {
  return `https://${environment === 'sandbox' ? SANDBOX_HOST : REGIONS[environment].webApiHost}`;
}

/** Whose address that is; `custom` is somebody else’s server. */
export function environmentOf(baseUrl: string): WebApiEnvironment | 'custom' {
  const hostname = readWebAddress(baseUrl)?.hostname;
  return (
    WEB_API_ENVIRONMENTS.find(
      (environment) => webApiBaseUrl(environment) === `https://${hostname ?? ''}`,
    ) ?? 'custom'
  );
}
