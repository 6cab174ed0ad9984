import { describeSinkContract } from '../../../contracts/sink-contract.ts';
import { realSiteRig, standInRig } from '../../../support/rest-v1-rig.ts';

describeSinkContract('Nightscout REST v1 against the stand-in', standInRig);

const { NIGHTSCOUT_TEST_URL: url, NIGHTSCOUT_TEST_API_SECRET: secret } = process.env;
if (url && secret) {
  describeSinkContract('Nightscout REST v1 against a real site', () => realSiteRig(url, secret));
}
