import { systemClock } from '../../src/platform/clock.ts';
import { seededRandom } from '../../src/platform/random.ts';
import {
  startNightscoutStandIn,
  startShareSimulator,
  type RunningNightscoutStandIn,
  type RunningShareSimulator,
} from '../../src/simulator/index.ts';
import { temporaryFolder } from './temporary-folder.ts';

export const PASSWORD = 'kennwort-9Zq+/=&ü';
export const API_SECRET = 'geheimnis 12+34/56&ö';

/** Dexcom, Nightscout and a folder to work in, all on this machine. */
export interface SimulatedWorld {
  readonly share: RunningShareSimulator;
  readonly nightscout: RunningNightscoutStandIn;
  /** Working folder of the processes; the data folder is `data` in it. */
  readonly folder: string;
  /** Settings that work. */
  readonly env: Readonly<Record<string, string>>;
  /** Logins that reached Dexcom: calls that carried the password. */
  logins(): number;
  dispose(): Promise<void>;
}

/** Starts one. */
export async function startWorld(): Promise<SimulatedWorld> {
  const share = await startShareSimulator({
    clock: systemClock,
    random: seededRandom(1),
    accounts: [{ name: 'sharer', password: PASSWORD }],
    patient: { seed: 11 },
  });
  const nightscout = await startNightscoutStandIn({
    clock: systemClock,
    apiSecret: API_SECRET,
    authFailDelayMs: 50,
  });
  const { folder, dispose } = await temporaryFolder();
  return {
    share,
    nightscout,
    folder,
    env: {
      DEXCOM_USERNAME: 'sharer',
      DEXCOM_PASSWORD: PASSWORD,
      DEXCOM_SHARE_URL: share.url,
      NIGHTSCOUT_URL: nightscout.url,
      NIGHTSCOUT_API_SECRET: API_SECRET,
      LISTEN: '127.0.0.1:0',
    },
    logins: () =>
      share.requests.records.filter(({ endpoint }) => /PublisherAccount/.test(endpoint)).length,
    async dispose() {
      await Promise.all([share.stop(), nightscout.stop(), dispose()]);
    },
  };
}
