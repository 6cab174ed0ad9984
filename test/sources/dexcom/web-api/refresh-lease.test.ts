import { beforeEach, describe, expect, test } from '@jest/globals';
import { Secret } from '../../../../src/platform/secret.ts';
import {
  createRefreshLease,
  LEASE_MS,
  type RefreshLease,
} from '../../../../src/sources/dexcom/web-api/refresh-lease.ts';
import { EXCHANGE_TIMEOUT_MS } from '../../../../src/sources/dexcom/web-api/token-exchange.ts';
import { FakeClock } from '../../../support/fake-clock.ts';
import { MemorySlot } from '../../../support/memory-slot.ts';

const TOKEN = new Secret('refresh-token-of-the-test');
const OTHER = new Secret('another-token');

let clock: FakeClock;
let slot: MemorySlot;
let one: RefreshLease;
let two: RefreshLease;
beforeEach(() => {
  clock = new FakeClock();
  slot = new MemorySlot();
  one = createRefreshLease(slot, clock, 'one');
  two = createRefreshLease(slot, clock, 'two');
});

describe('the right to spend the refresh token', () => {
  test('lasts longer than a request may take', () => {
    expect(LEASE_MS).toBeGreaterThan(EXCHANGE_TIMEOUT_MS + 20_000);
  });

  test('is held by one at a time', async () => {
    const taken = await Promise.all([one.take(TOKEN), two.take(TOKEN)]);
    expect(taken.filter((lease) => lease !== undefined)).toHaveLength(1);
    await taken.find((lease) => lease !== undefined)?.release(true);
    expect((await two.take(TOKEN))?.wasInterrupted).toBe(false);
  });

  test('names neither the token nor anything that leads to it', async () => {
    await one.take(TOKEN);
    expect(slot.content).not.toContain(TOKEN.reveal());
    expect(JSON.parse(slot.content ?? '')).toMatchObject({ holder: 'one', version: 1 });
  });

  test('is taken over when it has run out, and tells whether this very token was being spent', async () => {
    await one.take(TOKEN);
    await clock.advance(LEASE_MS - 1);
    expect(await two.take(TOKEN)).toBeUndefined();
    await clock.advance(1);
    expect((await two.take(TOKEN))?.wasInterrupted).toBe(true);
    await clock.advance(LEASE_MS);
    expect((await one.take(OTHER))?.wasInterrupted).toBe(false);
  });

  test('that another has taken over is not let go by the first', async () => {
    const first = await one.take(TOKEN);
    await clock.advance(LEASE_MS);
    await two.take(TOKEN);
    const content = slot.content;
    await first?.release(true);
    expect(slot.content).toBe(content);
  });

  test('keeps an interruption on record until it is known what became of the token', async () => {
    await one.take(TOKEN);
    await clock.advance(LEASE_MS);
    await (await two.take(TOKEN))?.release(false);
    const third = await one.take(TOKEN);
    expect(third?.wasInterrupted).toBe(true);
    await third?.release(true);
    expect((await one.take(TOKEN))?.wasInterrupted).toBe(false);
  });

  test('that could not be let go is no interruption to whoever held it', async () => {
    const first = await one.take(TOKEN);
    slot.fillUp();
    await first?.release(true);
    slot.fillUp(false);
    expect(await two.take(TOKEN)).toBeUndefined();
    expect((await one.take(TOKEN))?.wasInterrupted).toBe(false);
  });

  test('that was taken though the slot said it failed is no interruption either', async () => {
    slot.after = (step) => {
      if (step === 'swap') throw new Error('connection lost');
    };
    await expect(one.take(TOKEN)).rejects.toThrow('connection lost');
    slot.after = () => undefined;
    expect((await one.take(TOKEN))?.wasInterrupted).toBe(false);
  });

  test.each([
    '',
    'not json',
    'null',
    '7',
    '{}',
    '{"holder":"x"}',
    '{"holder":"x","spending":"y","until":0.5}',
  ])('is free where the slot holds %p', async (content) => {
    slot.content = content;
    expect((await one.take(TOKEN))?.wasInterrupted).toBe(false);
  });
});
