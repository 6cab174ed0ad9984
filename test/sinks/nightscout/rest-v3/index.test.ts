import { DAY_MS, epochMs } from '../../../../src/domain/instant.ts';
import { describeSinkContract } from '../../../contracts/sink-contract.ts';
import { realSiteRig, standInRig } from '../../../support/rest-v1-rig.ts';
import { v3Maker } from '../../../support/rest-v3-rig.ts';

describeSinkContract('Nightscout REST v3, old readings', () => standInRig(v3Maker));

// Readings of the last day take another way: others may be writing them too.
describeSinkContract('Nightscout REST v3, recent readings', () =>
  standInRig(v3Maker, epochMs(Date.now() - DAY_MS / 2)),
);

const {
  NIGHTSCOUT_TEST_URL: url,
  NIGHTSCOUT_TEST_API_SECRET: secret,
  NIGHTSCOUT_TEST_SINK_TOKEN: token,
} = process.env;
if (url && secret && token) {
  describeSinkContract('Nightscout REST v3 against a real site', () =>
    realSiteRig(url, secret, v3Maker, token),
  );
}
