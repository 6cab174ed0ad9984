import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { MgDl } from '../../../src/domain/glucose.ts';
import { epochMs } from '../../../src/domain/instant.ts';
import type { JournalRecord, Position } from '../../../src/domain/journal-record.ts';
import type { Reading } from '../../../src/domain/reading.ts';
import { TRENDS } from '../../../src/domain/trend.ts';
import { foundRow } from '../../../src/sinks/nightscout/found-row.ts';
import { sameContent } from '../../../src/sinks/nightscout/same-content.ts';
import { toEntry } from '../../../src/sinks/nightscout/entry.ts';
import { entryIdentifier } from '../../../src/sinks/nightscout/entry-identifier.ts';

const DEVICE = 'nightscout-dexcom-bridge';
const held = (more: Partial<Reading> = {}): JournalRecord<Reading> => ({
  position: 7 as Position,
  record: {
    kind: 'reading',
    systemTime: epochMs(1_700_000_000_123),
    glucoseMgdl: 120 as MgDl,
    ...more,
  },
  recordedAt: epochMs(1_700_000_040_000),
  changedAt: epochMs(1_700_000_340_000),
});

const BARE = {
  type: 'sgv',
  sgv: 120,
  date: 1_700_000_000_123,
  dateString: '2023-11-14T22:13:20.123Z',
  sysTime: '2023-11-14T22:13:20.123Z',
  device: DEVICE,
  app: 'nightscout-dexcom-bridge',
  identifier: entryIdentifier(DEVICE, 1_700_000_000_123),
  created_at: '2023-11-14T22:13:20.123Z',
  srvCreated: 1_700_000_040_000,
  srvModified: 1_700_000_340_000,
};

describe('toEntry', () => {
  test('gives the whole document of a reading that says everything', () => {
    const full = held({
      trend: 'flat',
      utcOffsetMinutes: 60,
      trendRateMgdlPerMin: 0.4,
      transmitterId: 'abc',
      transmitterTicks: 12,
      recordId: 'b0a1',
      displayDevice: 'iOS',
      transmitterGeneration: 'g7',
    });
    expect(toEntry(full, DEVICE)).toEqual({
      ...BARE,
      direction: 'Flat',
      trend: 4,
      trendRate: 0.4,
      utcOffset: 60,
      dexcom: { recordId: 'b0a1', displayDevice: 'iOS', generation: 'g7' },
    });
  });

  test('what the Web API adds later makes no row another one', () => {
    const plain = toEntry(held(), DEVICE);
    const row = foundRow({ ...plain })!;
    const richer = held({ trendRateMgdlPerMin: 1.5, recordId: 'b0a1', displayDevice: 'iOS' });
    expect(sameContent(row, toEntry(richer, DEVICE), true)).toBe(true);
  });

  test('leaves out what is not known', () => {
    expect(Object.keys(toEntry(held(), DEVICE)).sort()).toEqual(Object.keys(BARE).sort());
    expect(toEntry(held(), DEVICE)).toEqual(BARE);
  });

  test('an offset of zero is known', () => {
    expect(toEntry(held({ utcOffsetMinutes: 0 }), DEVICE)).toHaveProperty('utcOffset', 0);
  });

  test('whole seconds keep three digits', () => {
    const at = epochMs(1_700_000_000_000);
    expect(toEntry(held({ systemTime: at }), DEVICE).sysTime).toBe('2023-11-14T22:13:20.000Z');
  });

  test('each trend has Nightscout’s exact word and number', () => {
    const words = TRENDS.map((trend) => {
      const entry = toEntry(held({ trend }), DEVICE);
      return [entry.trend, entry.direction];
    });
    expect(words).toEqual([
      [0, 'NONE'],
      [1, 'DoubleUp'],
      [2, 'SingleUp'],
      [3, 'FortyFiveUp'],
      [4, 'Flat'],
      [5, 'FortyFiveDown'],
      [6, 'SingleDown'],
      [7, 'DoubleDown'],
      [8, 'NOT COMPUTABLE'],
      [9, 'RATE OUT OF RANGE'],
    ]);
  });

  test('never alters a value', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 39, max: 1000 }),
        fc.integer({ min: 1e12, max: 4e12 }),
        (sgv, at) => {
          const entry = toEntry(
            held({ glucoseMgdl: sgv as MgDl, systemTime: epochMs(at) }),
            DEVICE,
          );
          expect([entry.sgv, entry.date, Date.parse(entry.sysTime)]).toEqual([sgv, at, at]);
        },
      ),
    );
  });
});

describe('entryIdentifier', () => {
  test.each([
    ['Libre3', 1_768_563_315_863, '96457a5e-56ab-5fb5-bac4-75300b1965a5'],
    [DEVICE, 1_700_000_000_000, 'b2e062c8-dcc5-58b7-bdcd-ecc4c1bd8eb5'],
  ])('%s at %d is what Nightscout would give', (device, date, identifier) => {
    expect(entryIdentifier(device, date)).toBe(identifier);
  });
});
