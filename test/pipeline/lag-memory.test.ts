import { expect, test } from '@jest/globals';
import { lagMemory } from '../../src/pipeline/lag-memory.ts';
import { MemoryJournal } from '../support/memory-journal.ts';

const slot = async () => {
  const journal = new MemoryJournal();
  await journal.open();
  return journal.slot('default', 'lag:share');
};

test('what was learned comes back, and the disk is written once in six samples', async () => {
  const store = await slot();
  const memory = lagMemory(store);
  expect(await memory.load()).toEqual([]);
  const samples = [...Array(6).keys()].map((i) => ({ afterMs: i, byMs: i + 500 }));
  for (let n = 1; n <= 5; n += 1) await memory.save(samples.slice(0, n));
  expect(await store.read()).toBeUndefined();
  await memory.save(samples);
  expect(await lagMemory(store).load()).toEqual(samples);
});

test.each(['not json', '{}', '[[1]]', '[["a","b"]]', '[[5,5]]', '[null]'])(
  'what cannot be read is forgotten: %s',
  async (text) => {
    const store = await slot();
    await store.write(text);
    expect(await lagMemory(store).load()).toEqual([]);
  },
);
