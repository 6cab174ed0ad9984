import { afterAll, beforeAll } from '@jest/globals';
import { describeTreatmentsContract } from '../../../contracts/treatments-contract.ts';
import { mongoTreatmentsRig } from '../../../support/mongo-treatments-rig.ts';
import { startMongod, type RunningMongod } from '../../../support/mongod/start-mongod.mjs';

let server: RunningMongod;
beforeAll(async () => {
  server = await startMongod();
}, 300_000);
afterAll(() => server.stop());

describeTreatmentsContract('Nightscout’s MongoDB', () => mongoTreatmentsRig(server.uri));
