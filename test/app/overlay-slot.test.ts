import { expect, test } from '@jest/globals';
import { overlaySlot } from '../../src/app/overlay-slot.ts';
import { MemorySlot } from '../support/memory-slot.ts';

test('is read through and never written', async () => {
  const real = new MemorySlot();
  await real.write('one');
  const slot = overlaySlot(real);
  expect(await slot.read()).toBe('one');
  expect(await slot.swap('other', 'two')).toBe(false);
  expect(await slot.swap('one', 'two')).toBe(true);
  expect(await slot.read()).toBe('two');
  await slot.clear();
  expect(await slot.read()).toBeUndefined();
  await slot.write('three');
  expect(await slot.read()).toBe('three');
  expect(await real.read()).toBe('one');
});

test('with nothing beneath it begins empty', async () => {
  const slot = overlaySlot();
  expect(await slot.read()).toBeUndefined();
  expect(await slot.swap(undefined, 'one')).toBe(true);
  expect(await slot.read()).toBe('one');
});
