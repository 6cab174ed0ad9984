import type { Secret } from '../../../platform/secret.ts';
import { settingGroup } from '../../../platform/setting.ts';
import { siteGroup, warnOfAddress, warnOfToken } from '../rest/site-settings.ts';
import type { Writes } from '../wanted.ts';

/** A Nightscout site, written to by its REST API v3. */
export interface RestV3Options {
  /** Scheme, host, port and path prefix, without a trailing slash. */
  readonly siteUrl: string;
  /** An access token of the site; API v3 takes nothing else. */
  readonly token: Secret;
  /** What Nightscout shows as the uploader. */
  readonly device: string;
  /** Another uploader’s row nearer than this is the same reading, in ms; 0 is for rows of the very instant only. */
  readonly toleranceMs: number;
  /** What else than readings and calibrations is written. */
  readonly writes: Writes;
}

/** What writing readings needs of the options. */
export type RestV3ReadingOptions = Omit<RestV3Options, 'writes'>;

/** What a person can set about a Nightscout site that is written to by v3. */
export const restV3Settings = settingGroup({
  ...siteGroup,
  combine(values, given, account, report): RestV3Options | undefined {
    const { url, apiSecret } = values;
    if (url === undefined || values.api !== 'v3') return undefined;
    const token = values.token ?? url.token;
    const secretLabel = given.apiSecret?.label ?? 'NIGHTSCOUT_API_SECRET';
    if (token === undefined) {
      report.fault(
        'NIGHTSCOUT_TOKEN',
        `is missing: NIGHTSCOUT_API is v3, which takes an access token and no API secret${apiSecret ? ` (${secretLabel} does not help)` : ''}. Make one in the site’s Admin Tools with a role that has api:*:create,read,update,delete and set it, or set NIGHTSCOUT_API to v1.`,
      );
      return undefined;
    }
    warnOfAddress(url, given, report);
    if (apiSecret) {
      report.warn(
        `${secretLabel} is set and not used: NIGHTSCOUT_API is v3, which goes by the access token alone.`,
      );
    }
    warnOfToken(values, given, report);
    return {
      siteUrl: url.siteUrl,
      token,
      device: account.device,
      toleranceMs: account.toleranceMs,
      writes: account.writes,
    };
  },
  destination: (options) => options.siteUrl,
});
