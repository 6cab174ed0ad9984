import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startMongod } from '../../support/mongod/start-mongod.mjs';
import { tellHistory } from './tell-history.ts';

/**
 * How many days are imported into which destination: by default the MongoDB gets 90 and the site 14, since the stand-in
 * of a site looks through all its rows for each. HISTORY_DAYS=90 gives both of them 90, in one world.
 */
const WHOLE = process.env['HISTORY_DAYS'] === '90';
const PATIENCE_MS = WHOLE ? 900_000 : 240_000;

describe('days imported, edited, deleted and imported again are document for document what Dexcom says', () => {
  let mongod: Awaited<ReturnType<typeof startMongod>>;
  beforeAll(async () => {
    mongod = await startMongod();
  });
  afterAll(() => mongod.stop());

  test(
    '90 days in a MongoDB',
    async () => {
      const told = await tellHistory({
        days: 90,
        product: 'g6',
        mongoUri: mongod.uri,
        writesToSite: WHOLE,
      });
      expect(told.readings).toBeGreaterThan(27_000);
      expect(told.treatments).toBeGreaterThan(1_000);
    },
    PATIENCE_MS,
  );

  test('14 days at a site', async () => {
    const told = await tellHistory({ days: 14, product: 'g7', writesToSite: true });
    expect(told.readings).toBeGreaterThan(6_000);
    expect(told.treatments).toBeGreaterThan(250);
  }, 240_000);
});
