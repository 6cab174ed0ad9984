import { expect, test } from '@jest/globals';
import { nightscoutDocuments } from '../../src/app/backfill-documents.ts';
import { epochMs } from '../../src/domain/instant.ts';
import { ingestBatch } from '../../src/pipeline/ingest.ts';
import { MemoryJournal } from '../support/memory-journal.ts';
import { batchOf, PERIOD_MS, seen, T0 } from '../support/readings.ts';

test('documents of several people come in one order of time, each as its settings have it', async () => {
  const journal = new MemoryJournal();
  await journal.open();
  const now = epochMs(T0 + 30 * PERIOD_MS);
  const take = (account: string, ...at: readonly number[]) =>
    ingestBatch(
      { journal, account, toleranceMs: 150_000 },
      batchOf(...at.map((each) => seen(T0 + each * PERIOD_MS))),
      now,
    );
  await take('anna', 0, 2, 4);
  await take('ben', 1, 2, 3);
  const writes = { events: false, mbg: false, alerts: false };
  const accounts = [
    { name: 'anna', device: 'a', writes },
    { name: 'ben', device: 'b', writes },
  ];
  const documents: object[] = [];
  for await (const one of nightscoutDocuments(journal, accounts, now)) documents.push(one);
  expect(documents).toMatchObject(
    [
      ['a', 0],
      ['b', 1],
      ['a', 2],
      ['b', 2],
      ['b', 3],
      ['a', 4],
    ].map(([device, at]) => ({ type: 'sgv', device, date: T0 + Number(at) * PERIOD_MS })),
  );
});
