import { describe, expect, test } from '@jest/globals';
import { EXPORT_COLUMNS, exportRecords } from '../../src/app/export-records.ts';
import { epochMs, toIsoUtc } from '../../src/domain/instant.ts';
import type { DexcomRecord } from '../../src/domain/record.ts';
import {
  makeAlert,
  makeCalibration,
  makeDevice,
  makeEvent,
  makeWritten,
} from '../support/make-kinds.ts';
import { EPOCH_MS, makeReading } from '../support/make-reading.ts';
import { MemoryJournal } from '../support/memory-journal.ts';

const NOW = epochMs(EPOCH_MS + 3_600_000);

async function exported(
  records: readonly DexcomRecord[],
  from = epochMs(0),
  to = epochMs(NOW + 86_400_000),
) {
  const journal = new MemoryJournal();
  await journal.open();
  await journal.ingest('a', (ledger) => {
    for (const record of records) ledger.insert(record, NOW);
  });
  const all = [];
  const span = { accounts: ['a'], from, to, now: NOW };
  for await (const record of exportRecords(journal, span)) all.push(record);
  return all;
}

describe('what is exported', () => {
  test('is every kind in order of time, each with its own fields', async () => {
    const entered = makeReading(40).systemTime;
    const written = makeWritten(4, 'w', { enteredAt: entered, sameAsCalibration: 'c' });
    const records = [makeReading(5), written, makeCalibration(3, 'c'), makeAlert(2), makeDevice(1)];
    const all = await exported(records);
    expect(all.map(({ kind }) => kind)).toEqual([
      'device',
      'alert',
      'calibration',
      'event',
      'reading',
    ]);
    expect(all[3]).toEqual({
      ...written,
      account: 'a',
      systemTime: toIsoUtc(written.systemTime),
      enteredAt: toIsoUtc(entered),
      recordedAt: toIsoUtc(NOW),
      changedAt: toIsoUtc(NOW),
    });
    expect(all[0]).toMatchObject({ schedules: makeDevice(1).schedules, isUploadTimeKnown: true });
  });

  test('ends before its end and begins at its beginning, readings or not', async () => {
    const [from, to] = [makeEvent(0).systemTime, makeEvent(10).systemTime];
    const all = await exported(
      [makeEvent(-1), makeEvent(0, 'first'), makeAlert(10), makeEvent(9, 'last')],
      from,
      to,
    );
    expect(all.map(({ recordId }) => recordId)).toEqual(['first', 'last']);
  });

  test('is what is newer than the newest reading, too, and what lies a little ahead', async () => {
    const ahead = makeEvent(69, 'ahead');
    const all = await exported([makeReading(0), makeEvent(50), ahead]);
    expect(all).toHaveLength(3);
  });

  test('ends though no end was named', async () => {
    expect(await exported([makeReading(0)], epochMs(0), epochMs(8e15))).toHaveLength(1);
  });
});

test('the columns begin as they ever did, and there is one for every field', async () => {
  expect(EXPORT_COLUMNS.slice(0, 11).join(',')).toBe(
    'account,kind,systemTime,glucoseMgdl,trend,trendRateMgdlPerMin,utcOffsetMinutes,transmitterId,transmitterTicks,recordedAt,changedAt',
  );
  const all = await exported([
    makeReading(0),
    makeWritten(1),
    makeEvent(1, 'e', { text: 't', unit: 'u', eventSubtype: 's' }),
    makeCalibration(2),
    makeAlert(3),
    makeDevice(4),
  ]);
  for (const record of all) {
    for (const name of Object.keys(record)) expect(EXPORT_COLUMNS).toContain(name);
  }
});
