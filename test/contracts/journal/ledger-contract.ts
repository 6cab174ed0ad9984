import { describe, expect, test } from '@jest/globals';
import type { MgDl } from '../../../src/domain/glucose.ts';
import { START } from '../../../src/domain/journal-record.ts';
import type { Reading } from '../../../src/domain/reading.ts';
import type { Observation } from '../../../src/domain/record.ts';
import { makeEvent } from '../../support/make-kinds.ts';
import { makeReading } from '../../support/make-reading.ts';
import { at, later, times, type JournalRig } from './journal-rig.ts';

/** What merging may look up and do. */
export function describeLedger(rig: JournalRig): void {
  describe('the ledger', () => {
    test('finds near records inclusive at the edge, nearest first, the earlier of two as near', async () => {
      await rig.put(makeReading(5), makeReading(2.5), makeReading(-2.5), makeReading(1));
      await rig.inLedger((ledger) => {
        const near = (withinMs: number): number[] =>
          times(ledger.findNear('reading', makeReading(0).systemTime, withinMs));
        expect(near(150_000)).toEqual([1, -2.5, 2.5]);
        expect(near(149_999)).toEqual([1]);
        expect(near(0)).toEqual([]);
        expect(times(ledger.findNear('reading', makeReading(1).systemTime, 0))).toEqual([1]);
      });
    });

    test('sees what it has just done', async () => {
      await rig.inLedger((ledger) => {
        const held = ledger.insert(makeReading(0), at);
        expect(ledger.findNear('reading', makeReading(0).systemTime, 0)).toEqual([held]);
        ledger.amend(held, makeReading(0, { trendRateMgdlPerMin: 1.5 }));
        expect(ledger.findNear('reading', makeReading(0).systemTime, 0)[0]?.record).toEqual(
          makeReading(0, { trendRateMgdlPerMin: 1.5 }),
        );
      });
    });

    test('finds by ticks inclusive, nearest first, of that transmitter only', async () => {
      const ticked = (minute: number, transmitterTicks: number, transmitterId = 't'): Reading =>
        makeReading(minute, { transmitterTicks, transmitterId });
      await rig.put(
        ticked(0, 1_150),
        ticked(1, 850),
        ticked(2, 1_151),
        ticked(3, 1_000, 'other'),
        ticked(4, 1_010),
        makeReading(5, { transmitterId: 't' }),
        makeReading(6),
      );
      await rig.inLedger((ledger) => {
        expect(times(ledger.findByTicks('t', 1_000, 150))).toEqual([4, 0, 1]);
        expect(times(ledger.findByTicks('t', 1_010, 0))).toEqual([4]);
        expect(times(ledger.findByTicks('nobody', 1_010, 150))).toEqual([]);
      });
    });

    test('finds by ticks that were learnt later', async () => {
      await rig.put(makeReading(0));
      await rig.inLedger((ledger) => {
        const [held] = ledger.findNear('reading', makeReading(0).systemTime, 0);
        ledger.amend(held!, makeReading(0, { transmitterId: 't', transmitterTicks: 500 }));
        expect(times(ledger.findByTicks('t', 500, 0))).toEqual([0]);
      });
    });

    test('gives a changed record a new position, for every sink to meet it again', async () => {
      await rig.put(makeReading(0), makeReading(5));
      const changed = makeReading(0, { glucoseMgdl: 99 as MgDl });
      await rig.inLedger((ledger) => {
        ledger.change(ledger.findNear('reading', changed.systemTime, 0)[0]!, changed, later);
      });
      expect(await rig.journal.readAfter('a', START, 9)).toEqual([
        { position: 2, record: makeReading(5), recordedAt: at, changedAt: at },
        { position: 3, record: changed, recordedAt: at, changedAt: later },
      ]);
    });

    test('amends a record where it stands', async () => {
      await rig.put(makeReading(0), makeReading(5));
      const amended = makeReading(0, { transmitterId: 't' });
      await rig.inLedger((ledger) => {
        ledger.amend(ledger.findNear('reading', amended.systemTime, 0)[0]!, amended);
      });
      expect((await rig.journal.readAfter('a', START, 1))[0]).toEqual({
        position: 1,
        record: amended,
        recordedAt: at,
        changedAt: at,
      });
    });

    test.each(['change', 'amend'] as const)(
      'does not let %s move a record in time',
      async (verb) => {
        await rig.put(makeReading(0));
        const work = rig.inLedger((ledger) => {
          const [held] = ledger.findNear('reading', makeReading(0).systemTime, 0);
          ledger[verb](held!, makeReading(1), later);
        });
        await expect(work).rejects.toMatchObject({ code: 'journal.misuse' });
        expect((await rig.journal.newest('a'))?.record).toEqual(makeReading(0));
      },
    );

    test.each(['inserted', 'handed out by an earlier ingest'] as const)(
      'does not let change move a reading that was %s',
      async (origin) => {
        const early = await rig.inLedger((ledger) => ledger.insert(makeReading(0), at));
        const work = rig.inLedger((ledger) => {
          const held = origin === 'inserted' ? ledger.insert(makeReading(5), at) : early;
          ledger.change(held, makeReading(1), later);
        });
        await expect(work).rejects.toMatchObject({ code: 'journal.misuse' });
        expect(await rig.positions()).toEqual([1]);
      },
    );

    test('holds a record that was moved to its new time', async () => {
      await rig.inLedger((ledger) => ledger.insert(makeEvent(0, 'e'), at));
      const moveThenAmend = (minute: number): Promise<void> =>
        rig.inLedger((ledger) => {
          const [held] = ledger.findNear('event', makeEvent(0, 'e').systemTime, 0);
          ledger.change(held!, makeEvent(2, 'e'), later);
          ledger.amend(held!, makeEvent(minute, 'e'));
        });
      await expect(moveThenAmend(0)).rejects.toMatchObject({ code: 'journal.misuse' });
      await moveThenAmend(2);
      expect(await rig.positions()).toEqual([2]);
    });

    test('gives every position once, in the order of the work, from one ingest to the next', async () => {
      const brighter = makeReading(0, { glucoseMgdl: 99 as MgDl });
      const work = (from: number): Promise<void> =>
        rig.inLedger((ledger) => {
          ledger.insert(makeReading(from), at);
          ledger.change(ledger.findNear('reading', brighter.systemTime, 0)[0]!, brighter, later);
          ledger.insert(makeReading(from + 5), at);
        });
      await rig.put(makeReading(0));
      await work(5);
      await rig.inLedger((ledger) => ledger.findNear('reading', brighter.systemTime, 0));
      expect((await rig.journal.summary('a')).lastPosition).toBe(4);
      await work(15);
      const held = await rig.journal.readAfter('a', START, 9);
      expect(held.map(({ position }) => position)).toEqual([2, 4, 5, 6, 7]);
      expect(held.map(({ record }) => record)).toEqual([
        ...[5, 10, 15].map((minute) => makeReading(minute)),
        brighter,
        makeReading(20),
      ]);
      expect((await rig.journal.summary('a')).lastPosition).toBe(7);
    });

    test('does not touch a record of another account', async () => {
      const stolen = await rig.inLedger((ledger) => ledger.insert(makeReading(0), at));
      const work = rig.journal.ingest('b', (ledger) => {
        ledger.amend(stolen, makeReading(0, { trendRateMgdlPerMin: 9 }));
      });
      await expect(work).rejects.toMatchObject({ code: 'journal.misuse' });
    });

    test('stays spoilt after a failure that the work swallowed', async () => {
      const work = rig.inLedger((ledger) => {
        ledger.insert(makeReading(0), at);
        try {
          ledger.insert(makeReading(5, { trendRateMgdlPerMin: Number.POSITIVE_INFINITY }), at);
        } catch {
          // As careless code might.
        }
        return 'as if all were well';
      });
      await expect(work).rejects.toMatchObject({ code: 'journal.misuse' });
      expect(await rig.positions()).toEqual([]);
    });

    test('ties a source id to a record and tells what was last said under it', async () => {
      const said: Observation<Reading> = {
        ...makeReading(0.1, { glucoseMgdl: 130 as MgDl }),
        source: 'web-api',
        sourceRecordId: 'id\u0000"1',
      };
      await rig.inLedger((ledger) => {
        const held = ledger.insert(makeReading(0), at);
        ledger.remember(held, said, at);
        expect(ledger.findBySourceId('reading', 'web-api', 'id\u0000"1')).toEqual({
          ...held,
          said,
        });
        expect(ledger.findBySourceId('reading', 'share', 'id\u0000"1')).toBeUndefined();
        expect(ledger.findBySourceId('reading', 'web-api', 'id')).toBeUndefined();
      });
      const again = { ...said, glucoseMgdl: 131 as MgDl };
      await rig.inLedger((ledger) => {
        const other = ledger.insert(makeReading(5), at);
        ledger.remember(other, again, later);
        expect(ledger.findBySourceId('reading', 'web-api', 'id\u0000"1')).toEqual({
          ...other,
          said: again,
        });
      });
    });

    test('remembers nothing of an observation without an id', async () => {
      await rig.inLedger((ledger) => {
        const held = ledger.insert(makeReading(0), at);
        ledger.remember(held, { ...makeReading(0), source: 'share' }, at);
      });
      expect((await rig.journal.summary('a')).records).toBe(1);
    });

    test('sets a record aside once and tells what it has', async () => {
      const entry = { source: 'share', key: 'k1', reason: 'WT: no date', sample: '{}' } as const;
      await rig.inLedger((ledger) => {
        expect(ledger.wasSetAside('share', 'k1')).toBe(false);
        expect(ledger.setAside(entry, at)).toBe(true);
        expect(ledger.setAside({ ...entry, reason: 'other' }, later)).toBe(false);
        expect(ledger.setAside({ ...entry, source: 'web-api' }, later)).toBe(true);
        expect(ledger.setAside({ ...entry, key: 'k2' }, later)).toBe(true);
        expect(ledger.wasSetAside('share', 'k1')).toBe(true);
      });
      await rig.inLedger((ledger) => {
        expect(ledger.wasSetAside('web-api', 'k2')).toBe(false);
        expect(ledger.wasSetAside('web-api', 'k1')).toBe(true);
        expect(ledger.wasSetAside('share', 'k2')).toBe(true);
      });
      expect(await rig.journal.ingest('b', (ledger) => ledger.wasSetAside('share', 'k1'))).toBe(
        false,
      );
      expect(await rig.journal.readSetAside('a', 9)).toEqual([
        { ...entry, key: 'k2', at: later },
        { ...entry, source: 'web-api', at: later },
        { ...entry, at },
      ]);
      expect(await rig.journal.readSetAside('a', 1)).toHaveLength(1);
      expect((await rig.journal.summary('a')).setAside).toBe(3);
    });
  });
}
