import { Secret } from '../../../platform/secret.ts';
import { oneOf, secretText } from '../../../platform/setting-schema.ts';
import {
  type GivenOf,
  setting,
  type SettingReport,
  type ValuesOf,
} from '../../../platform/setting.ts';
import { textSchema, Unreadable } from '../../../platform/text-schema.ts';
import { isLoopback, readWebAddress } from '../../../platform/web-address.ts';

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

/** What a person can set about a Nightscout site, whichever of its APIs is used. */
export const siteSettings = {
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
      'The API_SECRET of the site in plain text, at least 12 characters as Nightscout demands; it is sent as its SHA-1. Wins over a token, but by API v3, which takes none.',
  }),
  token: setting({
    name: 'NIGHTSCOUT_TOKEN',
    key: 'token',
    aliases: [{ name: 'NIGHTSCOUT_API_TOKEN' }],
    secret: true,
    onlyWith: 'url',
    schema: secretText(),
    about:
      'An access token of the site, instead of the secret. Its role needs api:entries:read and api:entries:create, and with a Web API application read, create and delete of api:treatments and read and create of api:devicestatus; for NIGHTSCOUT_API v3 also update of each. Of the built-in roles only admin has them.',
  }),
  api: setting({
    name: 'NIGHTSCOUT_API',
    key: 'api',
    fallback: 'v1',
    schema: oneOf(['v1', 'v3']),
    about:
      'REST API of the site: v1 or v3. v3 goes by an access token alone, sends one record a request, and is for sites that give out no secret, and for AAPS. What one of them has written, the other does not write again.',
  }),
};

/** What all APIs make of a site's settings. */
export const siteGroup = {
  role: 'sink',
  section: 'nightscout',
  title: 'Nightscout site',
  needs: 'NIGHTSCOUT_URL and NIGHTSCOUT_API_SECRET',
  settings: siteSettings,
  complete(given: GivenOf<typeof siteSettings>, report: SettingReport): boolean {
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
} as const;

/** What was read of a site's settings, and how it was given. */
export type SiteValues = ValuesOf<typeof siteSettings>;
export type SiteGiven = GivenOf<typeof siteSettings>;

/** Warns of what is odd about the address itself. */
export function warnOfAddress(
  url: NonNullable<SiteValues['url']>,
  given: SiteGiven,
  report: SettingReport,
): void {
  const label = given.url?.label ?? 'NIGHTSCOUT_URL';
  if (url.apiPathCut) report.warn(`${label}: the /api path at its end is not needed and was cut.`);
  if (url.isPlainHttp) {
    report.warn(
      `${label} is an http address: the data and the credential travel readable by anyone on the way. Use https.`,
    );
  }
}

/** Warns of a token that stands in the address. */
export function warnOfToken(
  { url, token }: SiteValues,
  given: SiteGiven,
  report: SettingReport,
): void {
  if (url?.token === undefined) return;
  const label = given.url?.label ?? 'NIGHTSCOUT_URL';
  report.warn(
    token
      ? `${label}: the token in it is not used, ${given.token?.label ?? 'NIGHTSCOUT_TOKEN'} is.`
      : `${label}: the token in it is used; NIGHTSCOUT_TOKEN is the better place for it.`,
  );
}
