import { expect, test } from '@jest/globals';
import { createRelay } from '../../src/app/relay.ts';

test('the first listener hears what was told before, later ones what comes then', () => {
  const relay = createRelay<number>();
  relay.note(1);
  relay.note(2);
  const first: number[] = [];
  const later: number[] = [];
  relay.connect((fact) => first.push(fact));
  const end = relay.connect((fact) => later.push(fact));
  relay.note(3);
  end();
  relay.note(4);
  expect(first).toEqual([1, 2, 3, 4]);
  expect(later).toEqual([3]);
});

test('without a listener it keeps no more than the latest', () => {
  const relay = createRelay<number>();
  for (let fact = 1; fact <= 5_000; fact += 1) relay.note(fact);
  const heard: number[] = [];
  relay.connect((fact) => heard.push(fact));
  expect(heard).toHaveLength(2_000);
  expect(heard[0]).toBe(3_001);
  expect(heard.at(-1)).toBe(5_000);
});
