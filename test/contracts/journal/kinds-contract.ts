import { describe, expect, test } from '@jest/globals';
import type { MgDl } from '../../../src/domain/glucose.ts';
import { START, type Position } from '../../../src/domain/journal-record.ts';
import type { DexcomRecord, RecordKind } from '../../../src/domain/record.ts';
import {
  makeAlert,
  makeCalibration,
  makeDevice,
  makeEvent,
  makeWritten,
  observed,
} from '../../support/make-kinds.ts';
import { makeReading } from '../../support/make-reading.ts';
import { at, later, times, type JournalRig } from './journal-rig.ts';

/** One record of each kind, at one and the same time and under one and the same id. */
const EACH: readonly DexcomRecord[] = [
  makeReading(0, { recordId: 'id', displayApp: 'G7', transmitterVariant: 'g715day' }),
  makeCalibration(0, 'id', { transmitterId: 't', transmitterTicks: 72_364_324_786 }),
  makeWritten(0, 'id', { sameAsCalibration: 'other', enteredAt: makeReading(3).systemTime }),
  makeAlert(0, 'id', { transmitterGeneration: 'g6 pro' }),
  makeDevice(0, 'id', { isUploadTimeKnown: false }),
];

/** Readings are the common case, yet the journal holds more. */
export function describeKinds(rig: JournalRig): void {
  const putAll = () =>
    rig.inLedger((ledger) => {
      for (const record of EACH) ledger.remember(ledger.insert(record, at), observed(record), at);
    });
  const kindsAfter = async (after: number, limit: number, kinds?: readonly RecordKind[]) =>
    (await rig.journal.readAfter('a', after as Position, limit, kinds)).map(
      ({ position, record }) => [position, record.kind],
    );

  describe('records of every kind', () => {
    test('are handed out as they were put in, nested parts and all', async () => {
      await putAll();
      expect(await rig.journal.readAfter('a', START, 9)).toEqual(
        EACH.map((record, index) => ({
          position: index + 1,
          record,
          recordedAt: at,
          changedAt: at,
        })),
      );
      await expect(rig.journal.verify()).resolves.toBeUndefined();
    });

    test('come by their kinds, in order, at most as many as asked for', async () => {
      await putAll();
      await rig.put(makeReading(5));
      expect(await kindsAfter(0, 9, ['reading'])).toEqual([
        [1, 'reading'],
        [6, 'reading'],
      ]);
      expect(await kindsAfter(0, 2, ['device', 'alert', 'calibration'])).toEqual([
        [2, 'calibration'],
        [4, 'alert'],
      ]);
      expect(await kindsAfter(2, 9, ['calibration', 'event'])).toEqual([[3, 'event']]);
      expect(await kindsAfter(0, 9, [])).toEqual([]);
      expect(await kindsAfter(0, 9)).toHaveLength(6);
    });

    test('come by system time whatever they are; readings alone where readings are asked for', async () => {
      await putAll();
      await rig.put(makeReading(5), makeReading(-5));
      const [from, to] = [makeReading(0).systemTime, makeReading(5).systemTime];
      const records = await rig.journal.readRecords('a', from, to);
      expect(records.map(({ record }) => record)).toEqual([...EACH, makeReading(5)]);
      const readings = await rig.journal.readRange('a', from, to);
      expect(readings.map(({ record }) => record)).toEqual([EACH[0], makeReading(5)]);
    });

    test('newer than the newest reading are not the newest reading', async () => {
      await rig.inLedger((ledger) => ledger.insert(makeEvent(60), at));
      expect(await rig.journal.newest('a')).toBeUndefined();
      expect(await rig.journal.summary('a')).toMatchObject({ records: 1, newest: undefined });
      await rig.put(makeReading(5));
      await rig.inLedger((ledger) => ledger.insert(makeDevice(90), at));
      expect((await rig.journal.newest('a'))?.record).toEqual(makeReading(5));
      expect(await rig.journal.summary('a')).toMatchObject({
        records: 3,
        newest: makeReading(5).systemTime,
      });
    });

    test('are found by their own kind only, though time and id are the same', async () => {
      await putAll();
      await rig.inLedger((ledger) => {
        for (const record of EACH) {
          const found = ledger.findBySourceId(record.kind, 'web-api', 'id');
          expect(found).toMatchObject({ record, said: observed(record) });
          expect(ledger.findBySourceId(record.kind, 'share', 'id')).toBeUndefined();
          const near = ledger.findNear(record.kind, record.systemTime, 60_000);
          expect(near.map((held) => held.record)).toEqual([record]);
        }
        // A calibration has ticks too, and is no reading.
        expect(ledger.findByTicks('t', 72_364_324_786, 0)).toEqual([]);
      });
    });

    test('an id that looks like the key of another kind is another id', async () => {
      await rig.inLedger((ledger) => {
        const reading = makeReading(0);
        const ids = ['event id', 'event:id', 'id'];
        for (const id of ids) {
          ledger.remember(ledger.insert(reading, at), observed(reading, id), at);
        }
        expect(ledger.findBySourceId('event', 'web-api', 'id')).toBeUndefined();
        expect(ledger.findBySourceId('event', 'web-api', 'event id')).toBeUndefined();
      });
    });

    test('tell the ids that are tied to them, of one source, and lose one that goes to another', async () => {
      await rig.inLedger((ledger) => {
        const first = ledger.insert(makeEvent(0), at);
        const second = ledger.insert(makeEvent(0), at);
        expect(ledger.sourceIdsOf(first, 'web-api')).toEqual([]);
        ledger.remember(first, observed(makeEvent(0), 'b"'), at);
        ledger.remember(first, observed(makeEvent(0), 'a\u0000'), at);
        ledger.remember(second, observed(makeEvent(0), 'c'), at);
        expect([...ledger.sourceIdsOf(first, 'web-api')].sort()).toEqual(['a\u0000', 'b"']);
        expect(ledger.sourceIdsOf(first, 'share')).toEqual([]);
        ledger.remember(second, observed(makeEvent(0), 'b"'), at);
        expect(ledger.sourceIdsOf(first, 'web-api')).toEqual(['a\u0000']);
      });
    });
  });

  describe('a record that is no reading', () => {
    test.each([makeEvent(0), makeCalibration(0), makeAlert(0), makeDevice(0)])(
      'may be moved in time by a change: $kind',
      async (record) => {
        await rig.inLedger((ledger) => ledger.insert(record, at));
        const moved = { ...record, systemTime: makeReading(30).systemTime };
        await rig.inLedger((ledger) => {
          ledger.change(ledger.findNear(record.kind, record.systemTime, 0)[0]!, moved, later);
          expect(ledger.findNear(record.kind, record.systemTime, 0)).toEqual([]);
          expect(times(ledger.findNear(record.kind, moved.systemTime, 0))).toEqual([30]);
        });
        expect(await rig.journal.readAfter('a', START, 9)).toEqual([
          { position: 2, record: moved, recordedAt: at, changedAt: later },
        ]);
        expect(await rig.journal.readRecords('a', moved.systemTime, moved.systemTime)).toHaveLength(
          1,
        );
        await expect(rig.journal.verify()).resolves.toBeUndefined();
      },
    );

    test('is not moved in time by an amendment', async () => {
      await rig.inLedger((ledger) => ledger.insert(makeEvent(0), at));
      const work = rig.inLedger((ledger) => {
        const [held] = ledger.findNear('event', makeReading(0).systemTime, 0);
        ledger.amend(held!, makeEvent(1));
      });
      await expect(work).rejects.toMatchObject({ code: 'journal.misuse' });
    });

    test('is where it was when the work that moved it throws', async () => {
      await rig.inLedger((ledger) => ledger.insert(makeEvent(0), at));
      const boom = new Error('boom');
      const work = rig.inLedger((ledger) => {
        const [held] = ledger.findNear('event', makeReading(0).systemTime, 0);
        ledger.change(held!, makeEvent(30), later);
        throw boom;
      });
      await expect(work).rejects.toBe(boom);
      const range = await rig.journal.readRecords(
        'a',
        makeReading(0).systemTime,
        makeReading(60).systemTime,
      );
      expect(range).toEqual([{ position: 1, record: makeEvent(0), recordedAt: at, changedAt: at }]);
    });

    test.each(['change', 'amend', 'remember'] as const)(
      'never becomes another kind: %s',
      async (verb) => {
        const work = rig.inLedger((ledger) => {
          const held = ledger.insert<DexcomRecord>(makeEvent(0), at);
          ledger[verb](held, observed(makeAlert(0)), later);
        });
        await expect(work).rejects.toMatchObject({ code: 'journal.misuse' });
        expect(await rig.positions()).toEqual([]);
      },
    );

    test.each<[string, object]>([
      ['a meter of nought', makeCalibration(0, 'id', { meter: { value: 0, unit: 'mg/dL' } })],
      ['a meter in stones', { ...makeCalibration(0), meter: { value: 5, unit: 'st' } }],
      ['no meter', { ...makeCalibration(0), meter: undefined }],
      ['no id', makeAlert(0, '')],
      ['an amount of nought', makeEvent(0, 'id', { amount: 0 })],
      ['a text that is empty', makeEvent(0, 'id', { text: '' })],
      ['a schedule without days', { ...makeDevice(0), schedules: [{}] }],
      ['a kind nobody knows', { ...makeEvent(0), kind: 'sensor' }],
    ])('is refused where it could not be read back: %s', async (_, wrong) => {
      const work = rig.inLedger((ledger) => ledger.insert(wrong as DexcomRecord, at));
      await expect(work).rejects.toMatchObject({ code: 'journal.misuse' });
      expect(await rig.positions()).toEqual([]);
    });

    test('goes with prune as readings do, with what hung on it', async () => {
      await putAll();
      await rig.put(makeReading(60, { glucoseMgdl: 99 as MgDl }));
      await rig.journal.advance('a', 'site', 6 as Position, []);
      expect(await rig.journal.prune('a', makeReading(10).systemTime, ['site'])).toBe(5);
      await rig.inLedger((ledger) => {
        for (const { kind } of EACH) {
          expect(ledger.findBySourceId(kind, 'web-api', 'id')).toBeUndefined();
        }
      });
      expect(await rig.positions()).toEqual([6]);
    });
  });
}
