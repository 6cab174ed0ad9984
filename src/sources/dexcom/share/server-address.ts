import { BridgeFailure } from '../../../domain/failure.ts';
import { REGIONS, type Region } from '../region.ts';

/** Where Share is reached. */
export interface ServerAddress {
  /** Without a trailing slash, ending in `/ShareWebServices/Services`. May hold a proxy's user and password. */
  readonly baseUrl: string;
  /** The same without user and password: for people. */
  readonly shown: string;
}

const SERVICES_PATH = '/ShareWebServices/Services';

/**
 * The address of a region's Share service, or of the server that the configuration names instead.
 * A server without a scheme is reached by https; a path prefix is kept; query and fragment are dropped.
 * @throws BridgeFailure `share.bad_url` (config)
 */
export function serverAddress(region: Region, serverUrl: string | undefined): ServerAddress {
  const given = (serverUrl ?? REGIONS[region].shareHost).trim();
  const url = parse(given.includes('://') ? given : `https://${given}`);
  const path = url.pathname
    .replace(/\/+$/, '')
    .replace(/\/ShareWebServices(\/Services)?$/i, '')
    .concat(SERVICES_PATH);
  const user = url.username === '' ? '' : `${url.username}:${url.password}@`;
  return {
    baseUrl: `${url.protocol}//${user}${url.host}${path}`,
    shown: `${url.protocol}//${url.host}${path}`,
  };
}

function parse(text: string): URL {
  if (URL.canParse(text)) {
    const url = new URL(text);
    if ((url.protocol === 'http:' || url.protocol === 'https:') && url.hostname !== '') return url;
  }
  // The text is not repeated: it may hold a password.
  throw new BridgeFailure(
    'share.bad_url',
    'config',
    'The address of the Share server (DEXCOM_SHARE_URL) cannot be read: write http:// or https://, a host and, where needed, a port, such as https://share2.dexcom.com.',
  );
}
