import { describe, expect, test } from '@jest/globals';
import type { MgDl } from '../../../src/domain/glucose.ts';
import { START } from '../../../src/domain/journal-record.ts';
import type { Reading } from '../../../src/domain/reading.ts';
import type { Observation } from '../../../src/domain/record.ts';
import { EPOCH_MS, makeReading } from '../../support/make-reading.ts';
import { at, later, type JournalRig } from './journal-rig.ts';

/** All or nothing. */
export function describeIngest(rig: JournalRig): void {
  describe('ingest', () => {
    test('gives what the work gives', async () => {
      expect(await rig.inLedger(() => 'result')).toBe('result');
    });

    test('keeps nothing at all when the work throws, and no position is lost', async () => {
      await rig.put(makeReading(0), makeReading(5));
      const boom = new Error('boom');
      const work = rig.inLedger((ledger) => {
        const [held] = ledger.findNear('reading', makeReading(0).systemTime, 0);
        ledger.change(held!, makeReading(0, { glucoseMgdl: 99 as MgDl }), later);
        ledger.amend(held!, makeReading(0, { glucoseMgdl: 98 as MgDl }));
        ledger.insert(makeReading(10), at);
        ledger.remember(held!, { ...makeReading(0), source: 'web-api', sourceRecordId: 'x' }, at);
        ledger.setAside({ source: 'share', key: 'k', reason: 'r', sample: '{}' }, at);
        throw boom;
      });
      await expect(work).rejects.toBe(boom);
      expect((await rig.journal.readAfter('a', START, 9)).map((each) => each.record)).toEqual([
        makeReading(0),
        makeReading(5),
      ]);
      await rig.inLedger((ledger) => {
        expect(ledger.findBySourceId('reading', 'web-api', 'x')).toBeUndefined();
        expect(ledger.wasSetAside('share', 'k')).toBe(false);
      });
      await rig.put(makeReading(10));
      expect(await rig.positions()).toEqual([1, 2, 3]);
    });

    test('refuses work that returns a promise: it would go on after the transaction', async () => {
      const work = rig.inLedger(async (ledger) => {
        ledger.insert(makeReading(0), at);
      });
      await expect(work).rejects.toMatchObject({ code: 'journal.misuse', kind: 'bug' });
      expect(await rig.positions()).toEqual([]);
    });

    test('refuses its ledger once it has ended', async () => {
      const kept = await rig.inLedger((ledger) => ledger);
      expect(() => kept.insert(makeReading(0), at)).toThrow(
        expect.objectContaining({ code: 'journal.misuse' }),
      );
      expect(await rig.positions()).toEqual([]);
    });

    test('refuses a write inside a write', async () => {
      let inner: Promise<unknown> = Promise.resolve();
      await rig.inLedger((ledger) => {
        ledger.insert(makeReading(0), at);
        inner = rig.journal.ingest('a', (second) => second.insert(makeReading(5), at));
        inner.catch(() => undefined);
      });
      await expect(inner).rejects.toMatchObject({ code: 'journal.misuse' });
      expect(await rig.positions()).toEqual([1]);
    });

    test.each<[string, Partial<Record<keyof Reading, unknown>>]>([
      ['glucose below LOW', { glucoseMgdl: 38 }],
      ['glucose that is not whole', { glucoseMgdl: 100.5 }],
      ['a rate that is no number', { trendRateMgdlPerMin: Number.NaN }],
      ['an unknown trend', { trend: 'sideways' }],
      ['an offset beyond a day', { utcOffsetMinutes: 1440 }],
      ['an empty transmitter id', { transmitterId: '' }],
      ['ticks of nought', { transmitterTicks: 0 }],
      ['a time with a fraction', { systemTime: EPOCH_MS + 0.5 }],
    ])('refuses a record it could not read back: %s', async (_, wrong) => {
      const work = rig.put({ ...makeReading(0), ...wrong } as Reading);
      await expect(work).rejects.toMatchObject({ code: 'journal.misuse' });
      expect(await rig.positions()).toEqual([]);
    });

    test('keeps of an observation only what a reading holds', async () => {
      const observation: Observation<Reading> = {
        ...makeReading(0),
        source: 'web-api',
        sourceRecordId: 'x',
      };
      await rig.put(observation);
      expect((await rig.journal.newest('a'))?.record).toEqual(makeReading(0));
    });
  });
}
