import { expect, test } from '@jest/globals';
import { epochMs } from '../../../src/domain/instant.ts';
import { createFaultBoard } from '../../../src/simulator/wire/fault-board.ts';

test('counted faults go first, in their order; then the lasting ones', () => {
  const board = createFaultBoard<string>();
  board.set('lasting');
  board.set('first', 'a', 1);
  board.set('second', 'any', 1);
  board.set('none', 'a', 0);
  expect(['a', 'b', 'a', 'b'].map((name) => board.take(name))).toEqual([
    'first',
    'second',
    'lasting',
    'lasting',
  ]);
});

test('a request answers to several names', () => {
  const board = createFaultBoard<string>();
  board.set('for all data', 'data');
  expect(board.take('egvs')).toBeUndefined();
  expect(board.take(['egvs', 'data'])).toBe('for all data');
  board.clear('data');
  expect(board.take(['egvs', 'data'])).toBeUndefined();
});

test('a fault runs out at its instant, whichever comes first', () => {
  const board = createFaultBoard<string>();
  board.set('brief', 'any', 2, epochMs(1_000));
  expect(board.take('a', epochMs(999))).toBe('brief');
  expect(board.list()).toEqual([{ endpoint: 'any', fault: 'brief', times: 1, until: 1_000 }]);
  expect(board.take('a', epochMs(1_000))).toBeUndefined();
  expect(board.list()).toEqual([]);
});
