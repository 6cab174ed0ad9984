import type { Secret } from '../../../platform/secret.ts';
import { settingGroup } from '../../../platform/setting.ts';
import { siteGroup, warnOfAddress, warnOfToken } from '../rest/site-settings.ts';
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

/** What a person can set about a Nightscout site that is written to by v1. */
export const restV1Settings = settingGroup({
  ...siteGroup,
  combine(values, given, account, report): RestV1Options | undefined {
    const { url, apiSecret, token } = values;
    if (url === undefined || values.api !== 'v1') return undefined;
    const label = given.url?.label ?? 'NIGHTSCOUT_URL';
    const secret = apiSecret ?? token ?? url.token;
    if (secret === undefined) {
      report.fault(
        'NIGHTSCOUT_API_SECRET',
        `is missing: ${label} is set, and a site takes no data without it. Set it, or NIGHTSCOUT_TOKEN.`,
      );
      return undefined;
    }
    warnOfAddress(url, given, report);
    if (apiSecret && (token ?? url.token)) {
      report.warn(
        `${given.apiSecret?.label ?? 'NIGHTSCOUT_API_SECRET'} and an access token (${given.token?.label ?? label}) are both set: the API secret is used.`,
      );
    } else warnOfToken(values, given, report);
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
