import { expect, test } from '@jest/globals';
import { epochMs } from '../../src/domain/instant.ts';
import {
  createHistoryMemory,
  decodeListState,
  encodeListState,
  NOTHING_READ,
  type ListState,
} from '../../src/pipeline/history-state.ts';
import { MemoryJournal } from '../support/memory-journal.ts';

const at = (k: number) => epochMs(1_700_000_000_000 + k);
const full: ListState = {
  read: [
    { from: at(0), to: at(5) },
    { from: at(7), to: at(7) },
  ],
  start: at(0),
  endSeen: at(7),
  dailyAt: at(8),
  weeklyAt: at(9),
  person: 'mark',
};

test('a state survives its text, whole or bare', () => {
  for (const state of [full, NOTHING_READ, { read: [], endSeen: at(1) }]) {
    expect(decodeListState(encodeListState(state))).toEqual(state);
  }
});

test.each([
  ['no JSON', '{'],
  ['null', 'null'],
  ['another version', encodeListState(full).replace('"version":1', '"version":2')],
  ['an instant that is text', encodeListState(full).replace(/"endSeen":\d+/, '"endSeen":"x"')],
  ['an instant that is null', encodeListState(full).replace(/"dailyAt":\d+/, '"dailyAt":null')],
  ['stretches out of order', encodeListState({ read: [...full.read].reverse() })],
  ['a stretch that ends before it begins', encodeListState({ read: [{ from: at(2), to: at(1) }] })],
  ['a stretch that is null', '{"version":1,"read":[null]}'],
  ['no stretches', '{"version":1}'],
])('%s begins anew', (_what, text) => {
  expect(decodeListState(text)).toEqual(NOTHING_READ);
});

test('each list of each account has a slot of its own', async () => {
  const journal = new MemoryJournal();
  await journal.open();
  const memory = createHistoryMemory(journal, 'anna');
  await memory.save('events', full);
  const states = await memory.load();
  expect(states.events).toEqual(full);
  expect(states.egvs).toEqual(NOTHING_READ);
  expect(await createHistoryMemory(journal, 'ben').load()).toMatchObject({ events: NOTHING_READ });
  expect(await journal.slotNames('anna')).toEqual(['history:events']);
});
