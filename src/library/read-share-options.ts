import { Secret } from '../platform/secret.ts';
import type { ShareOptions } from '../sources/dexcom/share/options.ts';
import {
  checkBaseUrl,
  checkOneOf,
  checkOptions,
  checkText,
  invalidArgument,
} from './check-argument.ts';
import type { ShareClientOptions } from './share-options.ts';

const KNOWN: readonly (keyof ShareClientOptions)[] = [
  'username',
  'accountId',
  'password',
  'region',
  'baseUrl',
  'onSkipped',
  'onCall',
];

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const ZEROS = /^[0-]*$/;

/**
 * A caller’s options as the source takes them; nothing is trimmed or changed.
 * @throws DexcomError `library.invalid_argument`
 */
export function readShareOptions(given: ShareClientOptions): ShareOptions {
  checkOptions(given, KNOWN);
  const { username, accountId, password, region = 'us', baseUrl } = given;
  return {
    login: readLogin(username, accountId),
    password: new Secret(checkText('password', password)),
    region: checkOneOf('region', region, ['us', 'ous', 'jp']),
    ...(baseUrl === undefined ? {} : { serverUrl: checkBaseUrl('baseUrl', baseUrl) }),
  };
}

function readLogin(username: unknown, accountId: unknown): ShareOptions['login'] {
  if ((username === undefined) === (accountId === undefined)) {
    throw invalidArgument('Exactly one of username and accountId must be given.');
  }
  if (accountId === undefined) return { by: 'name', name: checkText('username', username) };
  const id = checkText('accountId', accountId);
  if (UUID.test(id) && !ZEROS.test(id)) return { by: 'id', accountId: id };
  throw invalidArgument(
    'accountId must be a UUID such as 01234567-89ab-cdef-0123-456789abcdef, and not all zeros.',
  );
}
