import { oneOf } from '../../platform/setting-schema.ts';
import { setting } from '../../platform/setting.ts';
import { readWebAddress } from '../../platform/web-address.ts';
import type { Region } from './region.ts';

/** Where the regions' own Share servers are; a host of another region than the configured one is almost surely a mistake. */
export const REGION_OF_HOST: Readonly<Record<string, Region>> = {
  'share2.dexcom.com': 'us',
  'shareous1.dexcom.com': 'ous',
  'share.dexcom.jp': 'jp',
};

/** Older programs put a word or a host into one name: a dot or a colon makes it a host. */
const isHost = (text: string): boolean => /[.:]/.test(text);

/** The region whose own Share server that is. */
export const regionOfHost = (text: string): Region | undefined =>
  REGION_OF_HOST[readWebAddress(text)?.hostname ?? ''];

/** The word; of a region's own host, that region; of another host nothing. */
const regionPart = (text: string): string | undefined => (isHost(text) ? regionOfHost(text) : text);

/** The host, unless it is a region's own: then the region says it all. */
export const hostPart = (text: string): string | undefined =>
  isHost(text) && regionOfHost(text) === undefined ? text : undefined;

/** One setting that both Dexcom services read: an account has one region. */
export const regionSetting = setting({
  name: 'DEXCOM_REGION',
  key: 'region',
  aliases: [
    { name: 'BRIDGE_SERVER', translate: regionPart },
    { name: 'CONNECT_SHARE_SERVER', translate: regionOfHost },
    { name: 'CONNECT_SHARE_REGION' },
    { name: 'CONNECT_DEXCOM_SERVER', translate: regionPart },
    { name: 'CONNECT_DEXCOM_REGION' },
  ],
  fallback: 'us',
  schema: oneOf(['us', 'ous', 'jp'], { eu: 'ous' }),
  about:
    'Where the account was registered: us, ous (everywhere else; eu means the same) or jp (Japan and Asia-Pacific). With DEXCOM_SHARE_URL it only chooses the application id.',
});
