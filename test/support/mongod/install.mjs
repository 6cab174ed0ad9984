/** `node test/support/mongod/install.mjs`: fetches a mongod before the tests need it, and says which one they will use. */
import { resolveMongod } from './resolve-mongod.mjs';

try {
  const mongod = await resolveMongod();
  console.log(
    mongod.kind === 'running'
      ? 'MongoDB for the tests: the server that MONGODB_TEST_URI names'
      : `MongoDB for the tests: ${mongod.version} at ${mongod.path} (from ${mongod.from})`,
  );
} catch (thrown) {
  console.error(thrown instanceof Error ? thrown.message : thrown);
  process.exitCode = 69;
}
