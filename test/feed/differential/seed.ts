import type { EpochMs } from '../../../src/domain/instant.ts';
import { DAY_MS, epochMs, HOUR_MS, MINUTE_MS } from '../../../src/domain/instant.ts';
import type { MgDl } from '../../../src/domain/glucose.ts';
import type { DexcomRecord } from '../../../src/domain/record.ts';
import type { Reading } from '../../../src/domain/reading.ts';
import { TRENDS } from '../../../src/domain/trend.ts';
import type { Journal } from '../../../src/journal/journal.ts';
import { makeCalibration, makeDevice, makeEvent } from '../../support/make-kinds.ts';

/** What rows name as their uploader, on either side. */
export const DEVICE = 'nightscout-dexcom-bridge';
/** Everything is written, so that every collection has something. */
export const WRITES = { events: true, mbg: true, alerts: false };
/** The account on our side. */
export const ACCOUNT = 'anna';

const PERIOD_MS = 5 * MINUTE_MS;

/**
 * Records that make answers differ where rules differ: LOW and HIGH, trends that are none, a reading without a trend, a gap
 * of half an hour, values whose mmol/L rounds either way, rows on both sides of the four-day floor, and one of each kind
 * that becomes a treatment. The newest reading lies two minutes before `now`.
 */
export function seedRecords(now: EpochMs): readonly DexcomRecord[] {
  const newest = now - 2 * MINUTE_MS;
  const at = (periods: number) => epochMs(newest - periods * PERIOD_MS);
  const readings: Reading[] = [];
  for (let back = 0; back < 60; back += 1) {
    // Half an hour without a reading, two hours ago.
    if (back >= 24 && back < 30) continue;
    const trend = TRENDS[back % TRENDS.length];
    readings.push({
      kind: 'reading',
      systemTime: at(back),
      glucoseMgdl: valueAt(back),
      ...(back === 7 || trend === undefined ? {} : { trend }),
      ...(back % 3 === 0 ? { trendRateMgdlPerMin: 0.4, recordId: `egv-${back}` } : {}),
    });
  }
  for (const days of [1, 2, 3, 3.99, 4.01, 5, 9]) {
    readings.push({
      kind: 'reading',
      systemTime: epochMs(newest - days * DAY_MS),
      glucoseMgdl: Math.round(100 + days * 10) as MgDl,
      trend: 'flat',
    });
  }
  const away = (ms: number) => ({ systemTime: epochMs(newest - ms) });
  const records: DexcomRecord[] = [
    ...readings,
    makeCalibration(0, 'calibration-1', away(90 * MINUTE_MS)),
    makeCalibration(0, 'calibration-2', {
      ...away(26 * HOUR_MS),
      meter: { value: 5.6, unit: 'mmol/L' },
    }),
    makeEvent(0, 'carbs-1', away(50 * MINUTE_MS)),
    makeEvent(0, 'insulin-1', {
      ...away(49 * MINUTE_MS),
      eventType: 'insulin',
      eventSubtype: 'fastActing',
      amount: 2.5,
    }),
    makeEvent(0, 'exercise-1', {
      ...away(5 * HOUR_MS),
      eventType: 'exercise',
      eventSubtype: 'light',
      amount: 30,
    }),
    makeDevice(0, 'device-1', away(3 * HOUR_MS)),
  ];
  return records.sort((a, b) => a.systemTime - b.systemTime);
}

/** The wave of a day with the values that matter on it. */
function valueAt(back: number): MgDl {
  const special: Record<number, number> = {
    3: 39,
    4: 401,
    5: 40,
    6: 400,
    10: 99,
    11: 100,
    12: 180,
    13: 181,
  };
  return (special[back] ?? 90 + ((back * 37) % 140)) as MgDl;
}

/** Puts them into a journal, each recorded forty seconds after it happened. */
export async function fillJournal(
  journal: Journal,
  records: readonly DexcomRecord[],
): Promise<void> {
  for (const record of records) {
    await journal.ingest(ACCOUNT, (ledger) =>
      ledger.insert(record, epochMs(record.systemTime + 40_000)),
    );
  }
}
