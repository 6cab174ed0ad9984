/** One config for every suite; test/run.mjs chooses zones and suites. */
export default {
  testEnvironment: 'node',
  roots: ['<rootDir>/src', '<rootDir>/test'],
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^fast-check$': '<rootDir>/test/support/seeded-fast-check.mjs' },
  cacheDirectory: '<rootDir>/.cache/jest',
  testSequencer: '<rootDir>/test/runner/longest-first.mjs',
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
        module: { type: 'es6' },
        sourceMaps: 'inline',
      },
    ],
  },
  maxWorkers: 2,
  // No test measures time by it: a machine that is five times slower passes too.
  testTimeout: 150_000,
};
