import type { BridgeFailure } from '../../../domain/failure.ts';
import { REGIONS, type Region } from '../region.ts';
import { shareFailure } from './failures.ts';
import type { ShareOptions } from './options.ts';

/** Ends every message about credentials: what happens next, and why it does not happen by itself. */
const STOPPED =
  'The bridge will not try this login again until the credentials change or `nightscout-dexcom-bridge unlock` is run, because Dexcom locks an account after a few refused logins.';

/** @param said Dexcom’s word for it, fit to be shown */
export function loginRefused(said: string, options: ShareOptions, shown: string): BridgeFailure {
  return shareFailure(
    'login_refused',
    [
      `Dexcom refused the login (${said}). It says the same for each of these mistakes, so check them in turn:`,
      `1. region: the bridge is set to “${options.region}” (${REGIONS[options.region].title}${options.serverUrl === undefined ? '' : `, at ${shown}`}); an account made elsewhere needs DEXCOM_REGION=${others(options.region)}.`,
      `2. password: try it with the same user name at https://${REGIONS[options.region].accountHost}.`,
      options.login.by === 'name'
        ? '3. user name: exactly as in the Dexcom app: a name, an email address, or a phone number with + and country code.'
        : '3. account id: the UUID in the address after logging in there.',
      '4. person: it must be the account of the one who wears the sensor, not a follower’s or a parent’s.',
      ...hints(options),
      STOPPED,
    ].join(' '),
  );
}

export function loginMalformed(said: string, options: ShareOptions): BridgeFailure {
  const remedy =
    options.login.by === 'id'
      ? 'DEXCOM_ACCOUNT_ID must be a UUID such as 01234567-89ab-cdef-0123-456789abcdef, and DEXCOM_PASSWORD must not be empty.'
      : 'DEXCOM_USERNAME and DEXCOM_PASSWORD must both be set, as typed in the Dexcom app.';
  return shareFailure(
    'login_malformed',
    [`Dexcom cannot read the login (${said}).`, remedy, ...hints(options), STOPPED].join(' '),
  );
}

/**
 * A latch, though the lock ends by itself: Dexcom locks only after refused logins, so whoever causes them would be met again,
 * and a login during the lock may prolong it.
 */
export function accountLocked(said: string): BridgeFailure {
  return shareFailure(
    'account_locked',
    `Dexcom has locked this account after too many refused logins (${said}). Wait at least 10 minutes, look for another program or phone that still uses an old password, make sure that the password here is right, then run \`nightscout-dexcom-bridge unlock\`. ${STOPPED}`,
  );
}

export function notConsented(said: string): BridgeFailure {
  return shareFailure(
    'not_consented',
    `Dexcom waits for the account holder’s consent (${said}): open the Dexcom app, accept what it asks, then run \`nightscout-dexcom-bridge unlock\`. ${STOPPED}`,
  );
}

function others(region: Region): string {
  const names: readonly Region[] = ['us', 'ous', 'jp'];
  return names.filter((name) => name !== region).join(' or ');
}

/** What looks wrong about the credentials, without showing them. */
function hints(options: ShareOptions): string[] {
  const name = options.login.by === 'name' ? options.login.name : options.login.accountId;
  const password = options.password.reveal();
  const found: string[] = [];
  if (options.login.by === 'name' && /^\d{7,}$/.test(name)) {
    found.push('Note: the user name is all digits; a phone number needs + and country code.');
  }
  if (isWrapped(name)) found.push('Note: the user name begins or ends with a space or a quote.');
  if (isWrapped(password)) found.push('Note: the password begins or ends with a space or a quote.');
  return found;
}

function isWrapped(text: string): boolean {
  return /^[\s"']|[\s"']$/.test(text);
}
