import { join } from 'node:path';
import type { Peer } from './peer.ts';
import { ACCOUNT, API_SECRET, type Stage } from './start-stage.ts';

/** How one program is started. */
export interface Contestant {
  readonly label: string;
  readonly args: readonly string[];
  env(stage: Stage, siteUrl: string, dataDir: string): Readonly<Record<string, string>>;
}

const MAIN = join(import.meta.dirname, '..', '..', 'dist', 'main.js');

const ours = (stage: Stage, siteUrl: string, dataDir: string): Record<string, string> => ({
  DEXCOM_USERNAME: ACCOUNT.name,
  DEXCOM_PASSWORD: ACCOUNT.password,
  DEXCOM_SHARE_URL: stage.shareUrl,
  NIGHTSCOUT_URL: siteUrl,
  NIGHTSCOUT_API_SECRET: API_SECRET,
  DATA_DIR: dataDir,
  LISTEN: '127.0.0.1:0',
});

/** Ours, Share by plain HTTP. `flags` are Node's. */
export function bridge(label = 'this bridge', flags: readonly string[] = []): Contestant {
  return { label, args: [...flags, MAIN, 'run'], env: ours };
}

/** Ours, Share by HTTPS as the peer must. */
export function bridgeOverTls(label = 'this bridge, Share by HTTPS'): Contestant {
  return {
    label,
    args: [MAIN, 'run'],
    env: (stage, siteUrl, dataDir) => ({
      ...ours(stage, siteUrl, dataDir),
      DEXCOM_SHARE_URL: stage.shareTlsUrl,
      NODE_EXTRA_CA_CERTS: stage.certificateFile,
    }),
  };
}

/** The peer; it speaks HTTPS to Share and verifies no certificate. */
export function peerBridge({ name, version, main }: Peer): Contestant {
  return {
    label: `${name} ${version}`,
    args: [main],
    env: (stage, siteUrl) => ({
      DEXCOM_ACCOUNT_NAME: ACCOUNT.name,
      DEXCOM_PASSWORD: ACCOUNT.password,
      BRIDGE_SERVER: new URL(stage.shareTlsUrl).host,
      API_SECRET,
      NS: siteUrl,
    }),
  };
}
