import type { Secret } from '../../../platform/secret.ts';
import { plainText, secretText, textLike } from '../../../platform/setting-schema.ts';
import { setting, settingGroup } from '../../../platform/setting.ts';
import { textSchema, Unreadable } from '../../../platform/text-schema.ts';
import { isLoopback, readWebAddress } from '../../../platform/web-address.ts';
import type { Region } from '../region.ts';
import { hostPart, REGION_OF_HOST, regionOfHost, regionSetting } from '../region-setting.ts';

/** How one account logs in to Share. */
export interface ShareOptions {
  /** By what the account is named: exactly one of user name (or email, or `+phone`) and account UUID. Kept as typed. */
  readonly login:
    | { readonly by: 'name'; readonly name: string }
    | { readonly by: 'id'; readonly accountId: string };
  readonly password: Secret;
  /** Chooses the application id, and the host unless `serverUrl` is set. */
  readonly region: Region;
  /** Another Share server: scheme, host, port, optional path prefix; `/ShareWebServices/Services` is added by the client. */
  readonly serverUrl?: string;
}

const serverUrl = textSchema((text) => {
  const address = readWebAddress(text);
  const extra =
    address?.hasCredentials === true || address?.hasFragment === true || text.includes('?');
  if (address && !extra) return address.base.replace(/\/ShareWebServices(\/Services)?$/i, '');
  return new Unreadable(
    'an http or https address such as http://127.0.0.1:8080, without user, password or query',
  );
});

/** What a person can set about Share. */
export const shareSettings = settingGroup({
  role: 'source',
  section: 'dexcom',
  title: 'Dexcom Share',
  needs: 'DEXCOM_USERNAME and DEXCOM_PASSWORD',
  settings: {
    username: setting({
      name: 'DEXCOM_USERNAME',
      key: 'username',
      aliases: [
        { name: 'DEXCOM_ACCOUNT_NAME' },
        { name: 'BRIDGE_USER_NAME' },
        { name: 'CONNECT_SHARE_ACCOUNT_NAME' },
        { name: 'CONNECT_DEXCOM_USERNAME' },
      ],
      schema: plainText(),
      about:
        'Share login of the person who wears the sensor (not of a follower): user name, email, or phone number with + and country code. Kept exactly as typed.',
      example: 'someone@example.org',
    }),
    accountId: setting({
      name: 'DEXCOM_ACCOUNT_ID',
      key: 'accountId',
      schema: textLike(
        /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i,
        'an account id such as 01234567-89ab-cdef-0123-456789abcdef',
      ),
      about:
        'Log in by account UUID instead of by name; it stands in the address of the Dexcom account page after login. Wins over a user name.',
      example: '01234567-89ab-cdef-0123-456789abcdef',
    }),
    password: setting({
      name: 'DEXCOM_PASSWORD',
      key: 'password',
      aliases: [
        { name: 'BRIDGE_PASSWORD' },
        { name: 'CONNECT_SHARE_PASSWORD' },
        { name: 'CONNECT_DEXCOM_PASSWORD' },
      ],
      secret: true,
      schema: secretText(),
      about: 'Password of that login. Kept exactly as typed.',
    }),
    region: regionSetting,
    serverUrl: setting({
      name: 'DEXCOM_SHARE_URL',
      key: 'shareUrl',
      aliases: [
        {
          name: 'CONNECT_SHARE_SERVER',
          translate: (text) => (regionOfHost(text) === undefined ? text : undefined),
        },
        { name: 'BRIDGE_SERVER', translate: hostPart },
        { name: 'CONNECT_DEXCOM_SERVER', translate: hostPart },
      ],
      schema: serverUrl,
      about:
        'Base address of another Share server, http or https. The path /ShareWebServices/Services is added.',
      example: 'http://127.0.0.1:8080',
    }),
  },
  complete(given, report) {
    const login = given.accountId ?? given.username;
    if (login && !given.password) {
      report.fault(
        'DEXCOM_PASSWORD',
        `is missing: ${login.label} is set. Set it, or DEXCOM_PASSWORD_FILE.`,
      );
    }
    if (given.password && !login) {
      report.fault(
        'DEXCOM_USERNAME',
        `is missing: ${given.password.label} is set. Set it, or DEXCOM_ACCOUNT_ID.`,
      );
    }
    return login !== undefined || given.password !== undefined;
  },
  combine(values, given, _account, report): ShareOptions {
    if (given.accountId && given.username) {
      report.warn(
        `${given.accountId.label} and ${given.username.label} are both set: the account id is used.`,
      );
    }
    if (values.serverUrl !== undefined) {
      const { protocol, hostname } = new URL(values.serverUrl);
      const label = given.serverUrl?.label ?? 'DEXCOM_SHARE_URL';
      const owner = REGION_OF_HOST[hostname];
      if (owner && owner !== values.region) {
        report.warn(
          `${label} is the server of region ${owner}, but the region is ${values.region}: set DEXCOM_REGION to ${owner}, or logins will be refused.`,
        );
      }
      if (protocol === 'http:' && !isLoopback(hostname)) {
        report.warn(
          `${label} is an http address: the password travels readable by anyone on the way. Use https.`,
        );
      }
    }
    return {
      login:
        values.accountId === undefined
          ? { by: 'name', name: values.username ?? '' }
          : { by: 'id', accountId: values.accountId },
      // complete() has seen to it that there is one.
      password: values.password as Secret,
      region: values.region,
      ...(values.serverUrl === undefined ? {} : { serverUrl: values.serverUrl }),
    };
  },
});
