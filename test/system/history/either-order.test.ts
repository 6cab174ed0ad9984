import { afterEach, describe, expect, test } from '@jest/globals';
import { createSqliteJournal } from '../../../src/journal/sqlite/index.ts';
import { systemClock } from '../../../src/platform/clock.ts';
import { historyWorld, LAST_WORD_MS, type HistoryWorld } from './history-world.ts';
import { judgeWorld, NOTHING_TO_BLAME } from './judge-world.ts';

const WITHOUT_SHARE = { DEXCOM_USERNAME: '', DEXCOM_PASSWORD: '', DEXCOM_SHARE_URL: '' };
const WITHOUT_WEB_API = { DEXCOM_CLIENT_ID: '', DEXCOM_CLIENT_SECRET: '', DEXCOM_API_URL: '' };

describe('a reading that both sources tell is one record and one entry', () => {
  let world: HistoryWorld;
  afterEach(() => world.stop());

  test.each([
    ['Share first', WITHOUT_WEB_API, 'to the millisecond'],
    ['the Web API first', WITHOUT_SHARE, 'in whole seconds'],
  ] as const)(
    '%s',
    async (_name, first, precision) => {
      world = await historyWorld({ days: 1, product: 'g7', writesToSite: true });
      await world.authorize();
      await world.whole(['run', '--once'], { env: first });
      const alone = sgvRows(world);
      await world.whole(['run', '--once']);
      const both = sgvRows(world);

      const { site } = await judgeWorld(world, {});
      expect(site).toEqual(NOTHING_TO_BLAME);
      const settled = world.clock.now() - LAST_WORD_MS;
      // Share holds 24 hours: the oldest reading may have left it while the world was made.
      const isToldByBoth = (at: number): boolean => at >= world.since + 600_000 && at < settled;
      const told = world.truth().readings.filter(({ systemTime }) => isToldByBoth(systemTime));
      expect(told.length).toBeGreaterThan(150);
      expect(alone.filter(isToldByBoth)).toHaveLength(told.length);
      // The first word decides the instant, and the second one adds no row.
      expect(both.filter(isToldByBoth)).toEqual(alone.filter(isToldByBoth));
      const isWhole = (at: number): boolean => at % 1_000 === 0;
      expect(alone.every(isWhole)).toBe(precision === 'in whole seconds');
      const records = await journalled(world);
      expect(records.map(({ systemTime }) => Number(systemTime)).sort((a, b) => a - b)).toEqual(
        both,
      );
      // What only the Web API knows has come to the record whoever was first.
      const older = records.filter(({ systemTime }) => isToldByBoth(systemTime));
      expect(older.filter(({ transmitterId }) => transmitterId === undefined)).toEqual([]);
    },
    60_000,
  );
});

/** Instants of the site’s glucose rows, ascending. */
function sgvRows(world: HistoryWorld): readonly number[] {
  return world.site
    .rows('entries')
    .filter(({ type }) => type === 'sgv')
    .map(({ date }) => Number(date))
    .sort((a, b) => a - b);
}

async function journalled(world: HistoryWorld) {
  const journal = createSqliteJournal({
    folder: world.dataDir,
    clock: systemClock,
    readOnly: true,
  });
  await journal.open();
  try {
    const held = await journal.readRange('default', world.since, world.clock.now());
    return held.map(({ record }) => record);
  } finally {
    await journal.close();
  }
}
