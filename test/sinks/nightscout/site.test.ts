import { systemClock } from '../../../src/platform/clock.ts';
import { startNightscoutStandIn } from '../../../src/simulator/index.ts';
import {
  describeNightscoutSiteContract,
  type NightscoutSiteRig,
} from '../../contracts/nightscout-site-contract.ts';
import { describeNightscoutTreatmentsContract } from '../../contracts/nightscout-treatments-contract.ts';

const BASE = 1_500_000_000_123;

async function standIn(): Promise<NightscoutSiteRig> {
  const apiSecret = 'correct horse battery';
  const site = await startNightscoutStandIn({ clock: systemClock, apiSecret, authFailDelayMs: 5 });
  return { url: site.url, apiSecret, base: BASE, stop: () => site.stop() };
}

describeNightscoutSiteContract('the stand-in', standIn);
describeNightscoutTreatmentsContract('the stand-in', standIn);

const { NIGHTSCOUT_TEST_URL: url, NIGHTSCOUT_TEST_API_SECRET: apiSecret } = process.env;
if (url && apiSecret) {
  const real = async (): Promise<NightscoutSiteRig> => ({
    url,
    apiSecret,
    base: BASE + Math.floor(Math.random() * 1_000) * 3 * 86_400_000,
    stop: async () => undefined,
  });
  describeNightscoutSiteContract('a real site', real);
  describeNightscoutTreatmentsContract('a real site', real);
}
