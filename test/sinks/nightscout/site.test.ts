import { systemClock } from '../../../src/platform/clock.ts';
import { startNightscoutStandIn } from '../../../src/simulator/index.ts';
import { describeNightscoutSiteContract } from '../../contracts/nightscout-site-contract.ts';

const BASE = 1_500_000_000_123;

describeNightscoutSiteContract('the stand-in', async () => {
  const apiSecret = 'correct horse battery';
  const site = await startNightscoutStandIn({ clock: systemClock, apiSecret, authFailDelayMs: 5 });
  return { url: site.url, apiSecret, base: BASE, stop: () => site.stop() };
});

const { NIGHTSCOUT_TEST_URL: url, NIGHTSCOUT_TEST_API_SECRET: apiSecret } = process.env;
if (url && apiSecret) {
  describeNightscoutSiteContract('a real site', async () => ({
    url,
    apiSecret,
    base: BASE + Math.floor(Math.random() * 2_000) * 3 * 86_400_000,
    stop: async () => undefined,
  }));
}
