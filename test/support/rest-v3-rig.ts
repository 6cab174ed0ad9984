import { systemClock } from '../../src/platform/clock.ts';
import { keyedFingerprint } from '../../src/platform/fingerprint.ts';
import {
  createRestV3Sink,
  createRestV3TreatmentsSink,
} from '../../src/sinks/nightscout/rest-v3/index.ts';
import type { SinkMaker } from './rest-v1-rig.ts';
import type { TreatmentsSinkMaker } from './rest-v1-treatments-rig.ts';

/** A token of the stand-in with what the sinks need and no more. */
export const SINK_TOKEN = {
  token: 'bridge-0123456789abcdef',
  permissions: [
    'api:entries:create,read,update,delete',
    'api:treatments:create,read,update,delete',
    'api:devicestatus:create,read,update',
  ],
};
const WRONG_TOKEN = 'bridge-fedcba9876543210';
const fingerprint = keyedFingerprint('rest-v3-rig');

/** Makes the sink of readings that writes by API v3. */
export const v3Maker: SinkMaker = {
  accessToken: SINK_TOKEN,
  wrong: WRONG_TOKEN,
  siteStamps: true,
  isCounted: ({ url }) => !url.endsWith('/version'),
  sink: ({ credential: token, http, clock, ...options }) =>
    createRestV3Sink({ options: { ...options, token }, http, clock, fingerprint }),
};

/** Makes the sink of treatments that writes by API v3. */
export const v3TreatmentsMaker: TreatmentsSinkMaker = {
  accessToken: SINK_TOKEN,
  wrong: WRONG_TOKEN,
  siteStamps: true,
  sink: ({ credential: token, http, ...options }) =>
    createRestV3TreatmentsSink({
      options: { ...options, token },
      http,
      clock: systemClock,
      fingerprint,
    }),
};
