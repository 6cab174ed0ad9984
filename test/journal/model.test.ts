import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { BridgeFailure } from '../../src/domain/failure.ts';
import type { MgDl } from '../../src/domain/glucose.ts';
import { epochMs, type EpochMs } from '../../src/domain/instant.ts';
import { START, type Position } from '../../src/domain/journal-record.ts';
import type { Reading } from '../../src/domain/reading.ts';
import type { DexcomRecord, RecordKind, SourceName } from '../../src/domain/record.ts';
import type { Held, Journal, Ledger } from '../../src/journal/journal.ts';
import { createSqliteJournal } from '../../src/journal/sqlite/index.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { EPOCH_MS, makeReading } from '../support/make-reading.ts';
import { makeCalibration, makeDevice, makeEvent } from '../support/make-kinds.ts';
import { MemoryJournal } from '../support/memory-journal.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

/** Few values of each kind, so that sequences meet the same record, id and instant again and again. */
const account = fc.constantFrom('a', 'b');
const sink = fc.constantFrom('site', 'mongo');
const minute = fc.integer({ min: 0, max: 12 });
const source = fc.constantFrom<SourceName>('share', 'web-api');
const id = fc.constantFrom('1', '2', '"3', '4\u0000x');
const reading = fc
  .record({
    minute,
    glucose: fc.integer({ min: 39, max: 401 }),
    transmitterId: fc.option(fc.constantFrom('t', 'u'), { nil: undefined }),
    transmitterTicks: fc.option(fc.integer({ min: 1, max: 600 }), { nil: undefined }),
    rate: fc.option(fc.double({ noNaN: true, noDefaultInfinity: true }), { nil: undefined }),
  })
  .map(({ minute: at, glucose, transmitterId, transmitterTicks, rate }): Reading =>
    makeReading(at, {
      glucoseMgdl: glucose as MgDl,
      ...(transmitterId === undefined ? {} : { transmitterId }),
      ...(transmitterTicks === undefined ? {} : { transmitterTicks }),
      // JSON knows no negative nought.
      ...(rate === undefined ? {} : { trendRateMgdlPerMin: rate === 0 ? 0 : rate }),
    }),
  );

/** Readings mostly, and the other kinds at the same times under the same few ids. */
const record: fc.Arbitrary<DexcomRecord> = fc.oneof(
  { weight: 3, arbitrary: reading },
  fc
    .tuple(minute, fc.integer({ min: 1, max: 3 }), fc.boolean())
    .map(([at, amount, isDeleted]) => makeEvent(at, 'e', { amount, isDeleted })),
  minute.map((at) => makeCalibration(at, 'c', { transmitterId: 't', transmitterTicks: at + 1 })),
  minute.map((at) => makeDevice(at)),
);
const kind = fc.constantFrom<RecordKind>('reading', 'calibration', 'event', 'alert', 'device');

/** What is done to a ledger; what it saw goes to `seen`. */
type Step = (ledger: Ledger, at: EpochMs, seen: unknown[]) => void;
const bare = (held: readonly Held[]): unknown => held.map((each) => each.record);
const nearest = (ledger: Ledger, to: DexcomRecord): Held | undefined =>
  ledger.findNear(to.kind, to.systemTime, 150_000)[0];
const moved = (to: DexcomRecord, held: Held): DexcomRecord => ({
  ...to,
  systemTime: held.record.systemTime,
});
const step: fc.Arbitrary<Step> = fc.oneof(
  record.map((r): Step => (ledger, at, seen) => {
    seen.push(ledger.insert(r, at).record);
  }),
  record.map((r): Step => (ledger, at) => {
    const held = nearest(ledger, r);
    // Only a reading is refused where it is moved in time.
    if (held) ledger.change(held, r.kind === 'reading' ? moved(r, held) : r, at);
  }),
  record.map((r): Step => (ledger) => {
    const held = nearest(ledger, r);
    if (held) ledger.amend(held, moved(r, held));
  }),
  fc
    .tuple(record, source, fc.option(id, { nil: undefined }))
    .map(([r, from, its]): Step => (ledger, at) => {
      const held = nearest(ledger, r);
      const named = its === undefined ? {} : { sourceRecordId: its };
      if (held) ledger.remember(held, { ...r, source: from, ...named }, at);
    }),
  fc.tuple(kind, source, id).map(([of, from, its]): Step => (ledger, _, seen) => {
    const found = ledger.findBySourceId(of, from, its);
    seen.push(found && [found.record, found.said, ledger.sourceIdsOf(found, from)]);
  }),
  fc
    .tuple(kind, minute, fc.integer({ min: 0, max: 300_000 }))
    .map(([of, m, within]): Step => (ledger, _, seen) => {
      seen.push(bare(ledger.findNear(of, makeReading(m).systemTime, within)));
    }),
  fc
    .tuple(fc.integer({ min: 1, max: 600 }), fc.integer({ min: 0, max: 150 }))
    .map(([ticks, within]): Step => (ledger, _, seen) => {
      seen.push(bare(ledger.findByTicks('t', ticks, within)));
    }),
  fc.tuple(source, id).map(([from, key]): Step => (ledger, at, seen) => {
    seen.push(ledger.wasSetAside(from, key));
    seen.push(ledger.setAside({ source: from, key, reason: 'r', sample: key }, at));
  }),
);

/** What is done to a journal; gives what it answered. */
type Deed = (journal: Journal, at: EpochMs) => Promise<unknown>;
const deed: fc.Arbitrary<Deed> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc
      .tuple(account, fc.array(step, { maxLength: 8 }), fc.nat(9))
      .map(([of, steps, luck]): Deed => (journal, at) => {
        const seen: unknown[] = [];
        return journal.ingest(of, (ledger) => {
          for (const each of steps) each(ledger, at, seen);
          if (luck === 0) throw new Error('the work fails at its end');
          return seen;
        });
      }),
  },
  fc.tuple(account, sink, fc.nat(20), fc.nat(20)).map(
    ([of, to, position, refused]): Deed =>
      (journal) =>
        journal.advance(
          of,
          to,
          position as Position,
          refused === 0
            ? []
            : [{ position: Math.max(1, position - refused) as Position, code: 'x.y', reason: 'r' }],
        ),
  ),
  fc.tuple(account, minute, fc.subarray(['site', 'mongo'])).map(
    ([of, before, sinks]): Deed =>
      (journal) =>
        journal.prune(of, makeReading(before).systemTime, sinks),
  ),
  fc.tuple(account, id, fc.option(id)).map(
    ([of, name, value]): Deed =>
      (journal) =>
        value === null ? journal.slot(of, name).clear() : journal.slot(of, name).write(value),
  ),
  fc.tuple(account, id, fc.option(id, { nil: undefined }), id).map(
    ([of, name, expected, next]): Deed =>
      (journal) =>
        journal.slot(of, name).swap(expected, next),
  ),
  fc.constant<Deed>(async (journal) => {
    await journal.close();
    await journal.open();
  }),
);

/** Everything a caller can see. */
async function visible(journal: Journal): Promise<unknown> {
  const of = async (name: string): Promise<unknown> => ({
    all: await journal.readAfter(name, START, 1_000),
    page: await journal.readAfter(name, 2 as Position, 3),
    ofKinds: await journal.readAfter(name, 1 as Position, 3, ['event', 'device']),
    records: await journal.readRecords(name, makeReading(2).systemTime, makeReading(9).systemTime),
    range: await journal.readRange(name, makeReading(3).systemTime, makeReading(8).systemTime),
    newest: await journal.newest(name),
    cursors: [await journal.cursor(name, 'site'), await journal.cursor(name, 'mongo')],
    summary: await journal.summary(name),
    aside: await journal.readSetAside(name, 5),
    refused: await journal.readRefused(name, 5),
    slots: await Promise.all(
      (await journal.slotNames(name)).map(async (each) => [
        each,
        await journal.slot(name, each).read(),
      ]),
    ),
  });
  return [await of('a'), await of('b')];
}

const outcome = (answer: Promise<unknown>): Promise<unknown> =>
  answer.then(
    (value) => ({ value }),
    (thrown: unknown) => ({
      thrown: thrown instanceof BridgeFailure ? thrown.code : String(thrown),
    }),
  );

test('after any sequence of deeds both journals have answered and show the same', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(deed, { minLength: 1, maxLength: 30 }), async (deeds) => {
      const clock = new FakeClock(EPOCH_MS);
      const { folder, dispose } = await temporaryFolder();
      const real = createSqliteJournal({ folder, clock });
      const model = new MemoryJournal(clock);
      await real.open();
      await model.open();
      try {
        for (const [index, each] of deeds.entries()) {
          const at = epochMs(EPOCH_MS + index * 60_000);
          expect(await outcome(each(real, at))).toEqual(await outcome(each(model, at)));
        }
        expect(await visible(real)).toEqual(await visible(model));
        await real.verify();
      } finally {
        await real.close();
        await dispose();
      }
    }),
    { numRuns: 80 },
  );
});
