import { fileURLToPath } from 'node:url';
import shared from '../../jest.config.js';

/** The suites that need a browser: by their own name, so that `npm test` neither needs one nor skips them. */
export default {
  ...shared,
  rootDir: fileURLToPath(new URL('../..', import.meta.url)),
  testMatch: ['<rootDir>/test/browser/**/*.browser.ts'],
  maxWorkers: 1,
};
