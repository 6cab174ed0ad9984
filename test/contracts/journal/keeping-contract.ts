import { describe, expect, test } from '@jest/globals';
import type { MgDl } from '../../../src/domain/glucose.ts';
import { START, type Position } from '../../../src/domain/journal-record.ts';
import type { Reading } from '../../../src/domain/reading.ts';
import type { Observation } from '../../../src/domain/record.ts';
import { makeReading } from '../../support/make-reading.ts';
import { at, later, type JournalRig } from './journal-rig.ts';

/** Cursors, slots, figures, pruning. */
export function describeKeeping(rig: JournalRig): void {
  describe('cursors', () => {
    test('begin at START, go forward and never back', async () => {
      await rig.put(makeReading(0), makeReading(5), makeReading(10));
      expect(await rig.journal.cursor('a', 'site')).toBe(START);
      await rig.journal.advance('a', 'site', 2 as Position, []);
      await rig.journal.advance('a', 'site', 1 as Position, []);
      expect(await rig.journal.cursor('a', 'site')).toBe(2);
      await rig.journal.advance('a', 'site', 3 as Position, []);
      expect(await rig.journal.cursor('a', 'site')).toBe(3);
      expect(await rig.journal.cursor('a', 'mongo')).toBe(START);
    });

    test('begin at START again after a restart, each for itself', async () => {
      await rig.put(makeReading(0), makeReading(5));
      await rig.journal.advance('a', 'site', 2 as Position, []);
      await rig.journal.advance('a', 'mongo', 1 as Position, []);
      await rig.journal.restart('a', 'site');
      expect(await rig.journal.cursor('a', 'site')).toBe(START);
      expect(await rig.journal.cursor('a', 'mongo')).toBe(1);
      await rig.journal.advance('a', 'site', 1 as Position, []);
      expect(await rig.journal.cursor('a', 'site')).toBe(1);
    });

    test('never stand after the last record: one put there would be skipped', async () => {
      await rig.put(makeReading(0));
      const advance = rig.journal.advance('a', 'site', 2 as Position, [
        { position: 1 as Position, code: 'x.y', reason: 'r' },
      ]);
      await expect(advance).rejects.toMatchObject({ code: 'journal.misuse' });
      expect(await rig.journal.cursor('a', 'site')).toBe(START);
      expect(await rig.journal.readRefused('a', 9)).toEqual([]);
    });

    test('move together with what was refused, which is kept once', async () => {
      await rig.put(makeReading(0), makeReading(5));
      const refused = [
        { position: 1 as Position, code: 'nightscout.refused', reason: 'bad "date"' },
        { position: 2 as Position, code: 'nightscout.refused', reason: 'bad' },
      ];
      await rig.journal.advance('a', 'site', 2 as Position, refused);
      await rig.journal.advance('a', 'site', 2 as Position, refused);
      await rig.journal.advance('a', 'mongo', 2 as Position, refused.slice(1));
      expect((await rig.journal.summary('a')).refused).toBe(3);
      expect(await rig.journal.readRefused('a', 9)).toEqual([
        { ...refused[1], sink: 'mongo', at: rig.clock.now() },
        { ...refused[1], sink: 'site', at: rig.clock.now() },
        { ...refused[0], sink: 'site', at: rig.clock.now() },
      ]);
      expect(await rig.journal.readRefused('a', 1)).toHaveLength(1);
    });
  });

  describe('slots', () => {
    test('hold what was written last, whatever the text, until cleared', async () => {
      const slot = rig.journal.slot('a', 'token');
      expect(await slot.read()).toBeUndefined();
      for (const text of ['one', '', '"quoted"', '"', 'a\u0000b', '\ud800 half', '{"a":1}']) {
        await slot.write(text);
        expect(await rig.journal.slot('a', 'token').read()).toBe(text);
      }
      await slot.clear();
      await slot.clear();
      expect(await slot.read()).toBeUndefined();
    });

    test('are listed by name where they hold a value', async () => {
      await rig.journal.slot('a', 'z').write('1');
      await rig.journal.slot('a', 'b').write('2');
      await rig.journal.slot('a', 'm').write('3');
      await rig.journal.slot('a', 'm').clear();
      await rig.journal.slot('other', 'q').write('4');
      expect(await rig.journal.slotNames('a')).toEqual(['b', 'z']);
    });
  });

  test('summary counts, and an account never seen counts nought', async () => {
    expect(await rig.journal.summary('nobody')).toEqual({
      records: 0,
      setAside: 0,
      refused: 0,
      newest: undefined,
      lastPosition: START,
    });
    await rig.put(makeReading(5), makeReading(0));
    expect(await rig.journal.summary('a')).toMatchObject({
      records: 2,
      newest: makeReading(5).systemTime,
      lastPosition: 2,
    });
  });

  describe('prune', () => {
    const before = makeReading(10).systemTime;

    test('removes only what is older and confirmed by every sink', async () => {
      await rig.put(makeReading(0), makeReading(5), makeReading(10), makeReading(-60));
      await rig.journal.advance('a', 'site', 4 as Position, []);
      await rig.journal.advance('a', 'mongo', 1 as Position, []);
      expect(await rig.journal.prune('a', before, ['site', 'mongo'])).toBe(1);
      expect(await rig.positions()).toEqual([2, 3, 4]);
      expect(await rig.journal.prune('a', before, ['site', 'never-seen'])).toBe(0);
      expect(await rig.journal.prune('a', before, ['site'])).toBe(2);
      expect(await rig.positions()).toEqual([3]);
    });

    test('goes by age alone where there is no sink', async () => {
      await rig.put(makeReading(0), makeReading(10));
      expect(await rig.journal.prune('a', before, [])).toBe(1);
      expect(await rig.positions()).toEqual([2]);
    });

    test('keeps a record that changed after it was confirmed', async () => {
      await rig.put(makeReading(0));
      await rig.journal.advance('a', 'site', 1 as Position, []);
      await rig.inLedger((ledger) => {
        const [held] = ledger.findNear('reading', makeReading(0).systemTime, 0);
        ledger.change(held!, makeReading(0, { glucoseMgdl: 90 as MgDl }), later);
      });
      expect(await rig.journal.prune('a', before, ['site'])).toBe(0);
      expect(await rig.positions()).toEqual([2]);
    });

    test('never gives a position twice, even when nothing is left', async () => {
      await rig.put(makeReading(0), makeReading(5));
      expect(await rig.journal.prune('a', before, [])).toBe(2);
      expect(await rig.journal.summary('a')).toMatchObject({ records: 0, lastPosition: 2 });
      await rig.put(makeReading(5));
      expect(await rig.positions()).toEqual([3]);
    });

    test('takes along what hung on the records, and old set-aside entries', async () => {
      const said: Observation<Reading> = {
        ...makeReading(0),
        source: 'web-api',
        sourceRecordId: 'x',
      };
      await rig.inLedger((ledger) => {
        ledger.remember(ledger.insert(makeReading(0), at), said, at);
        ledger.insert(makeReading(20), at);
        ledger.setAside({ source: 'share', key: 'old', reason: 'r', sample: '' }, at);
        ledger.setAside({ source: 'share', key: 'new', reason: 'r', sample: '' }, before);
      });
      await rig.journal.advance('a', 'site', 2 as Position, [
        { position: 1 as Position, code: 'x.y', reason: 'r' },
        { position: 2 as Position, code: 'x.y', reason: 'r' },
      ]);
      expect(await rig.journal.prune('a', before, ['site'])).toBe(1);
      expect((await rig.journal.readSetAside('a', 9)).map((entry) => entry.key)).toEqual(['new']);
      expect((await rig.journal.readRefused('a', 9)).map((entry) => entry.position)).toEqual([2]);
      await rig.inLedger((ledger) => {
        expect(ledger.findBySourceId('reading', 'web-api', 'x')).toBeUndefined();
        ledger.insert(makeReading(0), at);
        expect(ledger.findBySourceId('reading', 'web-api', 'x')).toBeUndefined();
      });
    });

    test('leaves other accounts alone', async () => {
      await rig.put(makeReading(0));
      expect(await rig.journal.prune('b', before, [])).toBe(0);
      expect(await rig.positions()).toEqual([1]);
    });
  });

  test('verify finds nothing wrong with what it kept', async () => {
    await rig.put(makeReading(0), makeReading(5));
    await rig.journal.prune('a', makeReading(5).systemTime, []);
    await expect(rig.journal.verify()).resolves.toBeUndefined();
  });
}
