import { type Environment, lookUp } from './environment.ts';
import type { Notes } from './faults.ts';

/** Names by which older uploaders are tuned or switched on. The bridge finds its own pace: they change nothing. */
export const PEER_NAMES: readonly string[] = [
  // share2nightscout-bridge
  'SHARE_INTERVAL',
  'maxCount',
  'minutes',
  'firstFetchCount',
  'maxFailures',
  // the bridge plugin of Nightscout
  'ENABLE',
  'BRIDGE_INTERVAL',
  'BRIDGE_MAX_COUNT',
  'BRIDGE_FIRST_FETCH_COUNT',
  'BRIDGE_MAX_FAILURES',
  'BRIDGE_MINUTES',
  // nightscout-connect
  'CONNECT_SOURCE',
  'CONNECT_SOURCE_ENDPOINT',
  'CONNECT_SOURCE_API_SECRET',
  'CONNECT_OUTPUT',
  'CONNECT_FS_PREFIX',
  'CONNECT_FS_LABEL',
  'CONNECT_DIR',
  // nightscout-librelink-up
  'LINK_UP_USERNAME',
  'LINK_UP_PASSWORD',
  'LINK_UP_CONNECTION',
  'LINK_UP_TIME_INTERVAL',
  'LINK_UP_REGION',
  'LINK_UP_VERSION',
  'NIGHTSCOUT_DISABLE_HTTPS',
  'NIGHTSCOUT_API_V3',
  'SINGLE_SHOT',
  'ALL_DATA',
];

/** One warning that names all of them that are set; one more where another source than Dexcom Share was chosen. */
export function warnOfPeerNames(env: Environment, notes: Notes): void {
  const set = PEER_NAMES.flatMap((name) => lookUp(env, name).map(({ label }) => label));
  if (set.length > 0) {
    notes.warn(
      `Set for another uploader, accepted, and without effect here: ${set.join(', ')}. The bridge finds its own pace.`,
    );
  }
  const source = lookUp(env, 'CONNECT_SOURCE')[0];
  if (source && source.text.trim().toLowerCase() !== 'dexcomshare') {
    notes.warn(
      `${source.label} names another source than dexcomshare: this bridge reads from Dexcom only.`,
    );
  }
}
