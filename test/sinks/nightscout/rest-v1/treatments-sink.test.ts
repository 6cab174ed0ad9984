import { describeTreatmentsContract } from '../../../contracts/treatments-contract.ts';
import {
  treatmentsRealSiteRig,
  treatmentsStandInRig,
} from '../../../support/rest-v1-treatments-rig.ts';

describeTreatmentsContract('Nightscout REST v1 against the stand-in', treatmentsStandInRig);

const { NIGHTSCOUT_TEST_URL: url, NIGHTSCOUT_TEST_API_SECRET: secret } = process.env;
if (url && secret) {
  describeTreatmentsContract('Nightscout REST v1 against a real site', () =>
    treatmentsRealSiteRig(url, secret),
  );
}
