/** Starts a throw-away MongoDB server on loopback (or hands out the one MONGODB_TEST_URI names). */
import { resolveMongod } from './resolve-mongod.mjs';

/** Small, so that several suites fit on a small machine. */
const CACHE_ARGS = ['--wiredTigerCacheSizeGB', '0.25'];

/** @returns {Promise<import('./start-mongod.mjs').RunningMongod>} */
export async function startMongod({ replicaSet = false } = {}) {
  const mongod = await resolveMongod();
  if (mongod.kind === 'running') return { uri: mongod.uri, stop: async () => {} };
  const { MongoMemoryReplSet, MongoMemoryServer } = await import('mongodb-memory-server-core');
  const binary = { version: mongod.version, systemBinary: mongod.path };
  const instance = { ip: '127.0.0.1', args: CACHE_ARGS, storageEngine: 'wiredTiger' };
  const server = replicaSet
    ? await MongoMemoryReplSet.create({
        binary,
        instanceOpts: [instance],
        replSet: { count: 1, ip: '127.0.0.1' },
      })
    : await MongoMemoryServer.create({ binary, instance });
  return {
    uri: server.getUri(),
    async stop() {
      await server.stop({ doCleanup: true, force: true });
    },
  };
}
