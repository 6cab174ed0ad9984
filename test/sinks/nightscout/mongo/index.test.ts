import { afterAll, beforeAll } from '@jest/globals';
import { describeSinkContract } from '../../../contracts/sink-contract.ts';
import { mongoRig } from '../../../support/mongo-rig.ts';
import { startMongod, type RunningMongod } from '../../../support/mongod/start-mongod.mjs';

let server: RunningMongod;
beforeAll(async () => {
  server = await startMongod();
}, 300_000);
afterAll(() => server.stop());

describeSinkContract('Nightscout’s MongoDB, old readings', () => mongoRig(server.uri));
