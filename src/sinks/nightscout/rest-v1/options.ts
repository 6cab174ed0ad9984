import { Secret } from '../../../platform/secret.ts';
import { secretText } from '../../../platform/setting-schema.ts';
import { setting, settingGroup } from '../../../platform/setting.ts';
import { textSchema, Unreadable } from '../../../platform/text-schema.ts';
import { isLoopback, readWebAddress } from '../../../platform/web-address.ts';
import type { Writes } from '../wanted.ts';

/** A Nightscout site, written to by its REST API v1. */
export interface RestV1Options {
  /** Scheme, host, port and path prefix, without a trailing slash. */
  readonly siteUrl: string;
  /** The plain API secret, or an access token. */
  readonly credential: { readonly kind: 'secret' | 'token'; readonly value: Secret };
  /** What Nightscout shows as the uploader. */
  readonly device: string;
  /** Another uploader’s row nearer than this is the same reading, in ms; 0 writes without looking. */
  readonly toleranceMs: number;
  /** What else than readings and calibrations is written. */
  readonly writes: Writes;
}

/** What writing readings needs of the options. */
export type RestV1ReadingOptions = Omit<RestV1Options, 'writes'>;

/** A site address as read, with what had to be taken out of it. */
interface SiteAddress {
  readonly siteUrl: string;
  readonly isPlainHttp: boolean;
  /** `/api/v1` or the like stood at its end. */
  readonly apiPathCut: boolean;
  /** From `?token=…`, where older programs took it from. */
  readonly token?: Secret;
}

const siteAddress = textSchema((text): SiteAddress | Unreadable => {
  const address = readWebAddress(text);
  if (!address || address.hasFragment) {
    return new Unreadable('an http or https address such as https://my-site.example.org');
  }
  if (address.hasCredentials) {
    return new Unreadable(
      'an address without user and password in it; the secret goes into NIGHTSCOUT_API_SECRET or NIGHTSCOUT_TOKEN',
    );
  }
  if ([...address.query.keys()].some((key) => key !== 'token')) {
    return new Unreadable('an address without a query; an access token goes into NIGHTSCOUT_TOKEN');
  }
  const token = address.query.get('token') ?? '';
  const siteUrl = address.base.replace(/\/api(\/v\d)?$/i, '');
  return {
    siteUrl,
    isPlainHttp: address.protocol === 'http:' && !isLoopback(address.hostname),
    apiPathCut: siteUrl !== address.base,
    ...(token.trim() === '' ? {} : { token: new Secret(token.trim()) }),
  };
});

/** What a person can set about a Nightscout site. */
export const restV1Settings = settingGroup({
  role: 'sink',
  section: 'nightscout',
  title: 'Nightscout site',
  needs: 'NIGHTSCOUT_URL and NIGHTSCOUT_API_SECRET',
  settings: {
    url: setting({
      name: 'NIGHTSCOUT_URL',
      key: 'url',
      aliases: [
        { name: 'NS' },
        { name: 'WEBSITE_HOSTNAME', ambient: true },
        { name: 'CONNECT_NIGHTSCOUT_ENDPOINT' },
      ],
      schema: siteAddress,
      show: (address) => address.siteUrl,
      about:
        'Address of the Nightscout site. A path in it is kept; a bare host gets https://. A ?token= in it is used as NIGHTSCOUT_TOKEN where no other credential is set.',
      example: 'https://my-site.example.org',
    }),
    apiSecret: setting({
      name: 'NIGHTSCOUT_API_SECRET',
      key: 'apiSecret',
      aliases: [{ name: 'API_SECRET', ambient: true }, { name: 'CONNECT_API_SECRET' }],
      secret: true,
      onlyWith: 'url',
      schema: secretText(12),
      about:
        'The API_SECRET of the site in plain text, at least 12 characters as Nightscout demands; it is sent as its SHA-1. Wins over a token.',
    }),
    token: setting({
      name: 'NIGHTSCOUT_TOKEN',
      key: 'token',
      aliases: [{ name: 'NIGHTSCOUT_API_TOKEN' }],
      secret: true,
      onlyWith: 'url',
      schema: secretText(),
      about:
        'An access token of the site, instead of the secret. Its role needs api:entries:read and api:entries:create, and with a Web API application read, create and delete of api:treatments and read and create of api:devicestatus; of the built-in roles only admin has them.',
    }),
  },
  complete(given, report) {
    if (given.url) return !given.url.ambient || !!given.apiSecret || !!given.token;
    for (const credential of [given.apiSecret, given.token]) {
      if (credential && !credential.ambient) {
        report.fault(
          'NIGHTSCOUT_URL',
          `is missing: ${credential.label} is set. Set it, or remove that.`,
        );
      }
    }
    return false;
  },
  combine({ url, apiSecret, token }, given, account, report): RestV1Options | undefined {
    const label = given.url?.label ?? 'NIGHTSCOUT_URL';
    if (url === undefined) return undefined;
    const secret = apiSecret ?? token ?? url.token;
    if (secret === undefined) {
      report.fault(
        'NIGHTSCOUT_API_SECRET',
        `is missing: ${label} is set, and a site takes no data without it. Set it, or NIGHTSCOUT_TOKEN.`,
      );
      return undefined;
    }
    if (url.apiPathCut)
      report.warn(`${label}: the /api path at its end is not needed and was cut.`);
    if (url.isPlainHttp) {
      report.warn(
        `${label} is an http address: the data and the credential travel readable by anyone on the way. Use https.`,
      );
    }
    if (apiSecret && (token ?? url.token)) {
      report.warn(
        `${given.apiSecret?.label ?? 'NIGHTSCOUT_API_SECRET'} and an access token (${given.token?.label ?? label}) are both set: the API secret is used.`,
      );
    } else if (secret === url.token) {
      report.warn(
        `${label}: the token in it is used; NIGHTSCOUT_TOKEN is the better place for it.`,
      );
    } else if (token && url.token) {
      report.warn(
        `${label}: the token in it is not used, ${given.token?.label ?? 'NIGHTSCOUT_TOKEN'} is.`,
      );
    }
    if (apiSecret && /^[0-9a-f]{40}$/i.test(apiSecret.reveal())) {
      report.warn(
        `${given.apiSecret?.label ?? 'NIGHTSCOUT_API_SECRET'} looks like a SHA-1 already: it is hashed once more before it is sent. If the site refuses it, set the plain secret.`,
      );
    }
    return {
      siteUrl: url.siteUrl,
      credential: { kind: apiSecret ? 'secret' : 'token', value: secret },
      device: account.device,
      toleranceMs: account.toleranceMs,
      writes: account.writes,
    };
  },
  destination: (options) => options.siteUrl,
});
