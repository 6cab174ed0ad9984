import { createRequire } from 'node:module';

/** Version of the program, as package.json says it. */
export const VERSION: string = (
  createRequire(import.meta.url)('nightscout-dexcom-bridge/package.json') as { version: string }
).version;

/** How the program names itself to the servers it asks. */
export const USER_AGENT = `nightscout-dexcom-bridge/${VERSION}`;
