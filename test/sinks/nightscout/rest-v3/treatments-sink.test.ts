import { describeTreatmentsContract } from '../../../contracts/treatments-contract.ts';
import {
  treatmentsRealSiteRig,
  treatmentsStandInRig,
} from '../../../support/rest-v1-treatments-rig.ts';
import { v3TreatmentsMaker } from '../../../support/rest-v3-rig.ts';

describeTreatmentsContract('Nightscout REST v3 against the stand-in', () =>
  treatmentsStandInRig({}, v3TreatmentsMaker),
);

const {
  NIGHTSCOUT_TEST_URL: url,
  NIGHTSCOUT_TEST_API_SECRET: secret,
  NIGHTSCOUT_TEST_SINK_TOKEN: token,
} = process.env;
if (url && secret && token) {
  describeTreatmentsContract('Nightscout REST v3 against a real site', () =>
    treatmentsRealSiteRig(url, secret, v3TreatmentsMaker, token),
  );
}
