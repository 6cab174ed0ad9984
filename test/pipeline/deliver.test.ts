import { describe, expect, test } from '@jest/globals';
import { BridgeFailure } from '../../src/domain/failure.ts';
import { epochMs } from '../../src/domain/instant.ts';
import { START } from '../../src/domain/journal-record.ts';
import type { DexcomRecord } from '../../src/domain/record.ts';
import { deliverNext } from '../../src/pipeline/deliver.ts';
import { makeAlert, makeEvent } from '../support/make-kinds.ts';
import { EPOCH_MS, makeReading } from '../support/make-reading.ts';
import { MemoryJournal } from '../support/memory-journal.ts';
import { RecordingSink, type RecordingSinkOptions } from '../support/recording-sink.ts';

const signal = new AbortController().signal;
const at = epochMs(EPOCH_MS);

/** Counts what it costs. */
class CountedJournal extends MemoryJournal {
  writes = 0;
  summaries = 0;
  /** Called once, when the end of the journal has been read. */
  meanwhile: (() => Promise<void>) | undefined;

  override async advance(...args: Parameters<MemoryJournal['advance']>): Promise<void> {
    this.writes += 1;
    await super.advance(...args);
  }

  override async summary(account: string): ReturnType<MemoryJournal['summary']> {
    this.summaries += 1;
    const summary = await super.summary(account);
    const meanwhile = this.meanwhile;
    this.meanwhile = undefined;
    await meanwhile?.();
    return summary;
  }
}

async function rigOf(options: RecordingSinkOptions = { kinds: ['event', 'alert'] }) {
  const journal = new CountedJournal();
  await journal.open();
  const sink = new RecordingSink(options);
  const put = (...records: readonly DexcomRecord[]) =>
    journal.ingest('a', (ledger) => {
      for (const record of records) ledger.insert(record, at);
    });
  return {
    journal,
    sink,
    put,
    putReadings: (count: number) =>
      put(...Array.from({ length: count }, (_, index) => makeReading(index * 5))),
    deliver: () => deliverNext(journal, 'a', sink, signal),
    cursor: () => journal.cursor('a', sink.name),
    got: () => sink.batches.flat().map(({ record }) => record.recordId),
  };
}

describe('a sink is handed the kinds it takes', () => {
  test('and no others, in order, with its cursor on the last of them', async () => {
    const { put, deliver, cursor, got } = await rigOf();
    await put(makeReading(0), makeEvent(0), makeReading(5), makeAlert(1), makeReading(10));
    expect((await deliver())?.batch.map(({ position }) => position)).toEqual([2, 4]);
    expect(got()).toEqual(['event-1', 'alert-1']);
    expect(await cursor()).toBe(4);
    expect(await deliver()).toBeUndefined();
  });

  test('also beyond more records of other kinds than it takes in a batch', async () => {
    const { put, putReadings, deliver, got } = await rigOf({ kinds: ['event'], batchSize: 2 });
    await putReadings(30);
    await put(makeEvent(0));
    await putReadings(30);
    await put(makeEvent(1, 'event-2'), makeEvent(2, 'event-3'));
    expect((await deliver())?.batch).toHaveLength(2);
    expect((await deliver())?.batch).toHaveLength(1);
    expect(got()).toEqual(['event-1', 'event-2', 'event-3']);
  });
});

describe('what a sink does not take', () => {
  test('costs no write and no count until it has become much', async () => {
    const { journal, putReadings, deliver, cursor } = await rigOf();
    await putReadings(249);
    for (let pass = 0; pass < 5; pass += 1) expect(await deliver()).toBeUndefined();
    expect([journal.writes, journal.summaries]).toEqual([0, 0]);
    expect(await cursor()).toBe(START);
    await putReadings(1);
    for (let pass = 0; pass < 5; pass += 1) expect(await deliver()).toBeUndefined();
    expect([journal.writes, journal.summaries]).toEqual([1, 1]);
    expect(await cursor()).toBe(250);
  });

  test('does not hold up prune', async () => {
    const { journal, putReadings, deliver, sink } = await rigOf();
    await putReadings(400);
    await deliver();
    const all = makeReading(100_000).systemTime;
    expect(await journal.prune('a', all, [sink.name])).toBe(400);
  });

  test('is passed up to where the journal ended: what came meanwhile is delivered', async () => {
    const { journal, put, putReadings, deliver, cursor, got } = await rigOf();
    await putReadings(300);
    journal.meanwhile = () => put(makeReading(5_000), makeEvent(0));
    expect((await deliver())?.batch.map(({ position }) => position)).toEqual([302]);
    expect(got()).toEqual(['event-1']);
    expect(await cursor()).toBe(302);
  });

  test('and a record that comes between the last look and the move is not passed', async () => {
    const { journal, put, putReadings, deliver, cursor, got } = await rigOf();
    await putReadings(300);
    const advance = journal.advance.bind(journal);
    journal.advance = async (...args) => {
      journal.advance = advance;
      await put(makeEvent(0));
      await advance(...args);
    };
    expect(await deliver()).toBeUndefined();
    expect(await cursor()).toBe(300);
    await deliver();
    expect(got()).toEqual(['event-1']);
  });
});

describe('a crash', () => {
  const died = new BridgeFailure('journal.io', 'transient', 'the power went');

  test('between the write and the cursor repeats the batch, and loses none', async () => {
    const { journal, put, deliver, got, cursor } = await rigOf();
    await put(makeReading(0), makeEvent(0));
    const advance = journal.advance.bind(journal);
    journal.advance = () => Promise.reject(died);
    await expect(deliver()).rejects.toBe(died);
    journal.advance = advance;
    expect(await cursor()).toBe(START);
    await deliver();
    expect(got()).toEqual(['event-1', 'event-1']);
    expect(await cursor()).toBe(2);
  });

  test('between the look and the move past other kinds loses nothing either', async () => {
    const { journal, put, putReadings, deliver, got, cursor } = await rigOf();
    await putReadings(260);
    const advance = journal.advance.bind(journal);
    journal.advance = () => Promise.reject(died);
    await expect(deliver()).rejects.toBe(died);
    journal.advance = advance;
    expect(await cursor()).toBe(START);
    await put(makeEvent(0));
    await deliver();
    expect(got()).toEqual(['event-1']);
    expect(await cursor()).toBe(261);
  });
});
