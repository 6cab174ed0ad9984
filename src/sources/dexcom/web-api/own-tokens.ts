import { webApiFailure } from './failures.ts';
import type { WebApiOptions } from './options.ts';
import type { TokenRecord } from './token-record.ts';
import type { StoredTokens } from './token-store.ts';

/**
 * The stored tokens, if they are of the configured application on the configured server. Pure.
 * @throws BridgeFailure `web-api.not_authorised`, `web-api.other_application` (credentials)
 */
export function ownTokens(
  { text, tokens }: StoredTokens,
  { baseUrl, clientId }: Pick<WebApiOptions, 'baseUrl' | 'clientId'>,
): TokenRecord {
  if (tokens === undefined) {
    const why =
      text === undefined
        ? 'Nobody has signed in to Dexcom for the Web API yet'
        : 'The stored Web API tokens cannot be read (another version, or another TOKEN_KEY?)';
    throw webApiFailure(
      'not_authorised',
      `${why}: run \`nightscout-dexcom-bridge authorize\` once. Share works without it.`,
    );
  }
  if (tokens.baseUrl !== baseUrl || tokens.clientId !== clientId) {
    const what = tokens.baseUrl === baseUrl ? 'another DEXCOM_CLIENT_ID' : 'another Web API server';
    throw webApiFailure(
      'other_application',
      `The stored tokens were given to ${what} than is configured: put the setting back, or run \`nightscout-dexcom-bridge authorize\` for the present one.`,
    );
  }
  return tokens;
}
