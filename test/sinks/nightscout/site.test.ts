import { systemClock } from '../../../src/platform/clock.ts';
import { startNightscoutStandIn } from '../../../src/simulator/index.ts';
import {
  describeNightscoutSiteContract,
  type NightscoutSiteRig,
} from '../../contracts/nightscout-site-contract.ts';
import { describeNightscoutTreatmentsContract } from '../../contracts/nightscout-treatments-contract.ts';
import {
  describeNightscoutV3Contract,
  type NightscoutV3Rig,
} from '../../contracts/nightscout-v3-contract.ts';

const BASE = 1_500_000_000_123;

async function standIn(): Promise<NightscoutSiteRig> {
  const apiSecret = 'correct horse battery';
  const site = await startNightscoutStandIn({ clock: systemClock, apiSecret, authFailDelayMs: 5 });
  return { url: site.url, apiSecret, base: BASE, stop: () => site.stop() };
}

async function v3StandIn(): Promise<NightscoutV3Rig> {
  const apiSecret = 'correct horse battery';
  const [token, lesserToken] = ['bridge-0123456789abcdef', 'lesser-0123456789abcdef'];
  const verbs = 'create,read,update,delete';
  const site = await startNightscoutStandIn({
    clock: systemClock,
    apiSecret,
    authFailDelayMs: 5,
    accessTokens: [
      { token, permissions: [`api:entries:${verbs}`, `api:treatments:${verbs}`] },
      { token: lesserToken, permissions: ['api:entries:create,read'] },
    ],
  });
  const { url } = site;
  return { url, apiSecret, token, lesserToken, base: BASE, stop: () => site.stop() };
}

describeNightscoutSiteContract('the stand-in', standIn);
describeNightscoutTreatmentsContract('the stand-in', standIn);
describeNightscoutV3Contract('the stand-in', v3StandIn);

const {
  NIGHTSCOUT_TEST_URL: url,
  NIGHTSCOUT_TEST_API_SECRET: apiSecret,
  NIGHTSCOUT_TEST_TOKEN: token,
  NIGHTSCOUT_TEST_LESSER_TOKEN: lesserToken,
} = process.env;
if (url && apiSecret) {
  const real = async (): Promise<NightscoutSiteRig> => ({
    url,
    apiSecret,
    base: BASE + Math.floor(Math.random() * 1_000) * 3 * 86_400_000,
    stop: async () => undefined,
  });
  describeNightscoutSiteContract('a real site', real);
  describeNightscoutTreatmentsContract('a real site', real);
  if (token && lesserToken) {
    const realV3 = async () => ({ ...(await real()), token, lesserToken });
    describeNightscoutV3Contract('a real site', realV3);
  }
}
