import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../../src/platform/clock.ts';
import { seededRandom } from '../../src/platform/random.ts';
import {
  startNightscoutStandIn,
  startShareSimulator,
  type RunningNightscoutStandIn,
} from '../../src/simulator/index.ts';

export const ACCOUNT = { name: 'bench-user', password: 'bench-password' };
export const API_SECRET = 'bench-api-secret';

/** Where both programs perform: a Share service on HTTP and on HTTPS, and Nightscout sites. */
export interface Stage {
  readonly shareUrl: string;
  readonly shareTlsUrl: string;
  /** PEM file to trust for `shareTlsUrl`. */
  readonly certificateFile: string;
  readonly folder: string;
  /** A new, empty site. */
  openSite(): Promise<RunningNightscoutStandIn>;
  stop(): Promise<void>;
}

/** Starts a stage on loopback whose person has a day of readings. */
export async function startStage(): Promise<Stage> {
  const folder = await mkdtemp(join(tmpdir(), 'bridge-bench-'));
  const share = await startShareSimulator({
    clock: systemClock,
    random: seededRandom(1),
    accounts: [ACCOUNT],
    patient: { seed: 1 },
    tlsPort: 0,
  });
  const certificateFile = join(folder, 'share.pem');
  await writeFile(certificateFile, share.certificate ?? '');
  return {
    shareUrl: share.url,
    shareTlsUrl: share.tlsUrl ?? '',
    certificateFile,
    folder,
    openSite: () => startNightscoutStandIn({ clock: systemClock, apiSecret: API_SECRET }),
    async stop() {
      await share.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
