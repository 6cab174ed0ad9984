import type { Secret } from '../../../platform/secret.ts';
import { oneOf, secretText, textLike } from '../../../platform/setting-schema.ts';
import { setting, settingGroup } from '../../../platform/setting.ts';
import { textSchema, Unreadable } from '../../../platform/text-schema.ts';
import { isLoopback, readWebAddress } from '../../../platform/web-address.ts';
import { regionSetting } from '../region-setting.ts';
import {
  environmentOf,
  WEB_API_ENVIRONMENTS,
  webApiBaseUrl,
  type WebApiEnvironment,
} from './environment.ts';

/** The application under which one account is read from the Web API. */
export interface WebApiOptions {
  /** Scheme, host, port, optional path prefix, no slash at the end; `/v3` is put behind it by the client. */
  readonly baseUrl: string;
  /** Whose server `baseUrl` is. */
  readonly environment: WebApiEnvironment | 'custom';
  /** As Dexcom’s developer site shows it; no secret. */
  readonly clientId: string;
  readonly clientSecret: Secret;
  /** Exactly as registered for the application: Dexcom compares it letter by letter. */
  readonly redirectUri: string;
}

/** An address without user, password, query and fragment. */
function plainAddress(text: string) {
  const address = readWebAddress(text);
  const extra =
    address?.hasCredentials === true || address?.hasFragment === true || text.includes('?');
  return extra ? undefined : address;
}

const serverAddress = textSchema(
  (text) =>
    plainAddress(text)?.base.replace(/\/v3$/i, '') ??
    new Unreadable(
      'an http or https address such as http://127.0.0.1:8080, without user, password or query',
    ),
);

/** Kept letter by letter, a slash at the end too. */
const redirectAddress = textSchema((text) =>
  plainAddress(text) !== undefined && /^\s*https?:\/\//i.test(text)
    ? text.trim()
    : new Unreadable(
        'an http or https address such as http://localhost:17581/callback, without user, password or query',
      ),
);

/** What a person can set about the Web API. */
export const webApiSettings = settingGroup({
  role: 'source',
  section: 'dexcom',
  title: 'Dexcom Web API',
  needs: 'DEXCOM_CLIENT_ID and DEXCOM_CLIENT_SECRET',
  holdsTokens: true,
  settings: {
    clientId: setting({
      name: 'DEXCOM_CLIENT_ID',
      key: 'clientId',
      schema: textLike(/^[\x21-\x7e]+$/, 'the client id that developer.dexcom.com shows'),
      about:
        'Client id of your own application at developer.dexcom.com. It turns on the Web API: history, calibrations, events, alerts and devices, one to three hours late. Then run authorize once.',
      example: 'A1b2C3d4E5f6G7h8I9j0',
    }),
    clientSecret: setting({
      name: 'DEXCOM_CLIENT_SECRET',
      key: 'clientSecret',
      secret: true,
      schema: secretText(),
      about:
        'Client secret of that application. A new one made at developer.dexcom.com ends the old one at once.',
    }),
    redirectUri: setting({
      name: 'DEXCOM_REDIRECT_URI',
      key: 'redirectUri',
      fallback: 'http://localhost:17581/callback',
      schema: redirectAddress,
      about:
        'Where Dexcom sends the browser after the login: one of the addresses registered for the application, letter by letter. authorize listens there where it is this machine; else paste the address with authorize --paste.',
    }),
    api: setting({
      name: 'DEXCOM_API',
      key: 'api',
      schema: oneOf(WEB_API_ENVIRONMENTS, { eu: 'ous' }),
      about:
        'Which Web API: sandbox (made-up patients), us, ous (eu means the same) or jp. Without it that of DEXCOM_REGION.',
      example: 'sandbox',
    }),
    apiUrl: setting({
      name: 'DEXCOM_API_URL',
      key: 'apiUrl',
      schema: serverAddress,
      about:
        'Base address of another Web API server, http or https, for login, token and data. The path /v3 is added. Wins over DEXCOM_API.',
      example: 'http://127.0.0.1:8080',
    }),
    region: regionSetting,
  },
  complete({ clientId, clientSecret }, report) {
    if (clientId && !clientSecret) {
      report.fault(
        'DEXCOM_CLIENT_SECRET',
        `is missing: ${clientId.label} is set. Set it, or DEXCOM_CLIENT_SECRET_FILE.`,
      );
    }
    if (clientSecret && !clientId) {
      report.fault('DEXCOM_CLIENT_ID', `is missing: ${clientSecret.label} is set. Set it.`);
    }
    return clientId !== undefined || clientSecret !== undefined;
  },
  combine(values, given, _account, report): WebApiOptions {
    const api = values.api ?? values.region;
    const baseUrl = values.apiUrl ?? webApiBaseUrl(api);
    if (values.apiUrl === undefined && given.region && api !== 'sandbox' && api !== values.region) {
      report.warn(
        `${given.api?.label ?? 'DEXCOM_API'} is ${api}, but the region is ${values.region}: an account exists in one of them only.`,
      );
    }
    const address = readWebAddress(baseUrl);
    if (address?.protocol === 'http:' && !isLoopback(address.hostname)) {
      report.warn(
        `${given.apiUrl?.label ?? 'DEXCOM_API_URL'} is an http address: secret and tokens travel readable by anyone on the way. Use https.`,
      );
    }
    return {
      baseUrl,
      environment: environmentOf(baseUrl),
      // complete() has seen to it that there are both.
      clientId: values.clientId ?? '',
      clientSecret: values.clientSecret as Secret,
      redirectUri: values.redirectUri,
    };
  },
});
