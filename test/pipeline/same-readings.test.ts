import { expect, test } from '@jest/globals';
import { epochMs } from '../../src/domain/instant.ts';
import { ingestBatch } from '../../src/pipeline/ingest.ts';
import { demandSameReadings } from '../../src/pipeline/same-readings.ts';
import { MemoryJournal } from '../support/memory-journal.ts';
import { batchOf, PERIOD_MS, seen, T0 } from '../support/readings.ts';

const NOW = epochMs(T0 + 1_000 * PERIOD_MS);
const share = (count: number) =>
  batchOf(...[...Array(count).keys()].map((k) => seen(T0 + k * PERIOD_MS, 100 + (k % 40))));

/** The same instants a few seconds off, each value apart by what `apart` says. */
function webApi(count: number, apart: (k: number) => number) {
  return {
    ...batchOf(
      ...[...Array(count).keys()].map((k) =>
        seen(T0 + k * PERIOD_MS - 800, 100 + (k % 40) + apart(k), {
          source: 'web-api',
          sourceRecordId: `egv ${k}`,
          recordId: `egv ${k}`,
        }),
      ),
    ),
    person: 'mark of B',
  };
}

async function rig(count = 250) {
  const journal = new MemoryJournal();
  await journal.open();
  const parts = { journal, account: 'anna', toleranceMs: 150_000 };
  await ingestBatch(parts, share(count), NOW);
  const slot = journal.slot('anna', 'disagreement:web-api');
  return {
    parts,
    demand: (batch: ReturnType<typeof webApi>) => demandSameReadings(slot, journal, 'anna', batch),
  };
}

test.each([
  ['equal values', 250, () => 0],
  ['a third of them corrected', 250, (k: number) => (k % 3 === 0 ? 30 : 0)],
  ['small differences all the way', 250, () => 9],
  ['too few to tell', 35, () => 80],
])('%s are one person', async (_what, count, apart) => {
  const { demand } = await rig(count);
  await expect(demand(webApi(count, apart))).resolves.toBeUndefined();
});

test('mostly other values are another person, until somebody says otherwise', async () => {
  const { demand } = await rig();
  const other = webApi(250, (k) => (k % 5 === 0 ? 0 : 45));
  await expect(demand(other)).rejects.toMatchObject({
    code: 'source.other_readings',
    kind: 'credentials',
    message: expect.stringMatching(/Of 250 readings .* 200 differ widely/),
  });
  // The latch was opened by hand: the same person is taken now.
  await expect(demand(other)).resolves.toBeUndefined();
  await expect(demand({ ...other, person: 'mark of C' })).rejects.toMatchObject({
    code: 'source.other_readings',
  });
});

test('what this service told before is not compared with itself', async () => {
  const { parts, demand } = await rig();
  await ingestBatch(
    parts,
    webApi(250, () => 0),
    NOW,
  );
  await expect(demand(webApi(250, () => 45))).resolves.toBeUndefined();
});
