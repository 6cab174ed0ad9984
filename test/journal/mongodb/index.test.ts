import { afterAll, beforeAll } from '@jest/globals';
import { describeStateStoreContract } from '../../contracts/state-store-contract.ts';
import { startMongod, type RunningMongod } from '../../support/mongod/start-mongod.mjs';
import { stateRig } from '../../support/state-rig.ts';

let server: RunningMongod;
beforeAll(async () => {
  server = await startMongod();
}, 300_000);
afterAll(() => server.stop());

describeStateStoreContract('MongoStateStore', async () => {
  const rig = stateRig(server.uri);
  return { connect: () => rig.store(), dispose: () => rig.stop() };
});
