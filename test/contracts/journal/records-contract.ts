import { describe, expect, test } from '@jest/globals';
import type { MgDl } from '../../../src/domain/glucose.ts';
import { epochMs } from '../../../src/domain/instant.ts';
import { START, type Position } from '../../../src/domain/journal-record.ts';
import type { Reading } from '../../../src/domain/reading.ts';
import { EPOCH_MS, makeReading } from '../../support/make-reading.ts';
import { at, type JournalRig } from './journal-rig.ts';

/** What goes in comes out. */
export function describeRecords(rig: JournalRig): void {
  describe('records', () => {
    test('are handed out as they were put in, in order, from 1 on', async () => {
      const whole: Reading = {
        kind: 'reading',
        systemTime: epochMs(EPOCH_MS + 123),
        glucoseMgdl: 39 as MgDl,
        trend: 'rateOutOfRange',
        trendRateMgdlPerMin: -0.1,
        utcOffsetMinutes: -1439,
        transmitterId: 'abc\u0000"\ud83d\ude00',
        transmitterTicks: 4_294_967_295,
      };
      const bare: Reading = {
        kind: 'reading',
        systemTime: epochMs(0),
        glucoseMgdl: 401 as MgDl,
      };
      await rig.put(whole, bare);
      expect(await rig.journal.readAfter('a', START, 10)).toEqual([
        { position: 1, record: whole, recordedAt: at, changedAt: at },
        { position: 2, record: bare, recordedAt: at, changedAt: at },
      ]);
    });

    test('come after a position, at most as many as asked for', async () => {
      await rig.put(makeReading(0), makeReading(5), makeReading(10), makeReading(15));
      expect((await rig.journal.readAfter('a', 1 as Position, 2)).map((r) => r.position)).toEqual([
        2, 3,
      ]);
      expect(await rig.positions(4)).toEqual([]);
    });

    test('come by system time with both ends included, whatever order they arrived in', async () => {
      await rig.put(makeReading(10), makeReading(0), makeReading(5), makeReading(15));
      const range = await rig.journal.readRange(
        'a',
        makeReading(0).systemTime,
        makeReading(10).systemTime,
      );
      expect(range.map((each) => each.record)).toEqual([
        makeReading(0),
        makeReading(5),
        makeReading(10),
      ]);
      const inside = await rig.journal.readRange(
        'a',
        epochMs(EPOCH_MS + 1),
        epochMs(EPOCH_MS + 600_000 - 1),
      );
      expect(inside.map((each) => each.record)).toEqual([makeReading(5)]);
    });

    test('newest is by system time, not by arrival', async () => {
      expect(await rig.journal.newest('a')).toBeUndefined();
      await rig.put(makeReading(10), makeReading(5));
      expect((await rig.journal.newest('a'))?.record).toEqual(makeReading(10));
    });

    test('of two accounts never meet, and each counts its own positions', async () => {
      await rig.put(makeReading(0), makeReading(5));
      await rig.journal.ingest('b', (ledger) => {
        expect(ledger.findNear('reading', makeReading(0).systemTime, 150_000)).toEqual([]);
        ledger.insert(makeReading(0), at);
      });
      await rig.journal.advance('b', 'site', 1 as Position, []);
      await rig.journal.slot('b', 'session').write('x');
      expect((await rig.journal.readAfter('b', START, 9)).map((r) => r.position)).toEqual([1]);
      expect(await rig.journal.cursor('a', 'site')).toBe(START);
      expect(await rig.journal.slot('a', 'session').read()).toBeUndefined();
      expect((await rig.journal.summary('a')).records).toBe(2);
    });

    test('and everything else outlive close and open', async () => {
      await rig.put(makeReading(0), makeReading(5));
      await rig.inLedger((ledger) => {
        ledger.setAside({ source: 'share', key: 'k', reason: 'r', sample: '{}' }, at);
      });
      await rig.journal.advance('a', 'site', 1 as Position, []);
      await rig.journal.slot('a', 'session').write('kept');
      await rig.journal.close();
      await rig.journal.open();
      expect(await rig.positions()).toEqual([1, 2]);
      expect(await rig.journal.cursor('a', 'site')).toBe(1);
      expect(await rig.journal.slot('a', 'session').read()).toBe('kept');
      expect(await rig.journal.readSetAside('a', 9)).toHaveLength(1);
      await rig.put(makeReading(10));
      expect(await rig.positions(2)).toEqual([3]);
    });

    test('of a journal that is not open are not to be had', async () => {
      await rig.journal.close();
      await expect(rig.positions()).rejects.toMatchObject({ code: 'journal.closed', kind: 'bug' });
      await expect(rig.put(makeReading(0))).rejects.toMatchObject({ code: 'journal.closed' });
      await rig.journal.open();
    });
  });
}
