import { beforeEach, describe, expect, test } from '@jest/globals';
import { BridgeFailure, type FailureKind } from '../../src/domain/failure.ts';
import type { StateSlot } from '../../src/domain/state-slot.ts';
import { createOutlivingState } from '../../src/journal/outliving-state.ts';
import type { StateStore } from '../../src/journal/state-store.ts';
import { describeStateStoreContract } from '../contracts/state-store-contract.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { MemoryJournal } from '../support/memory-journal.ts';

const MINUTE_MS = 60_000;

describeStateStoreContract('OutlivingState', async () => {
  const remote = new MemoryJournal();
  return {
    connect() {
      const near = new MemoryJournal();
      void near.open();
      return createOutlivingState({ remote, near, isStrict: () => false, clock: new FakeClock() });
    },
    dispose: async () => undefined,
  };
});

/** A store that fails on request and counts what it is asked. */
class Flaky implements StateStore {
  readonly inner = new MemoryJournal();
  fails: FailureKind | undefined;
  asked = 0;

  open(): Promise<void> {
    return this.inner.open();
  }
  close(): Promise<void> {
    return this.inner.close();
  }
  slot(account: string, name: string): StateSlot {
    const slot = this.inner.slot(account, name);
    const unless = <T>(work: () => Promise<T>): Promise<T> => this.#unlessFailing(work);
    return {
      read: () => unless(() => slot.read()),
      write: (value) => unless(() => slot.write(value)),
      clear: () => unless(() => slot.clear()),
      swap: (expected, next) => unless(() => slot.swap(expected, next)),
    };
  }
  slotNames(account: string): Promise<readonly string[]> {
    return this.#unlessFailing(() => this.inner.slotNames(account));
  }
  async #unlessFailing<T>(work: () => Promise<T>): Promise<T> {
    this.asked += 1;
    if (this.fails !== undefined) throw new BridgeFailure('test.away', this.fails, 'away');
    return work();
  }
}

let clock: FakeClock;
let remote: Flaky;
let near: Flaky;
let state: StateStore;
let latch: StateSlot;

beforeEach(async () => {
  clock = new FakeClock();
  remote = new Flaky();
  near = new Flaky();
  await near.open();
  const isStrict = (name: string): boolean => name.startsWith('tokens:');
  state = createOutlivingState({ remote, near, isStrict, clock });
  await state.open();
  latch = state.slot('anna', 'latch');
});

describe('while the remote store is away', () => {
  test('what it last said is read, and what is written is not lost', async () => {
    await remote.inner.slot('anna', 'latch').write('closed');
    expect(await latch.read()).toBe('closed');
    remote.fails = 'transient';
    expect(await latch.read()).toBe('closed');
    expect(await state.slotNames('anna')).toEqual(['latch']);
    await latch.clear();
    await state.slot('anna', 'session').write('one');
    await state.slot('anna', 'session').write('two');
    expect(await latch.read()).toBeUndefined();
    expect(await state.slot('anna', 'session').read()).toBe('two');

    remote.fails = undefined;
    await clock.advance(MINUTE_MS);
    expect(await latch.read()).toBeUndefined();
    expect(await state.slot('anna', 'session').read()).toBe('two');
    expect(await remote.inner.slotNames('anna')).toEqual(['session']);
  });

  test('what was never met counts as nothing', async () => {
    await remote.inner.slot('anna', 'latch').write('closed');
    remote.fails = 'transient';
    expect(await latch.read()).toBeUndefined();
  });

  test('it is asked once a minute, for all slots together', async () => {
    remote.fails = 'transient';
    for (let look = 0; look < 5; look++) {
      await latch.read();
      await state.slot('lena', 'latch').read();
    }
    expect(remote.asked).toBe(1);
    await clock.advance(MINUTE_MS);
    await latch.read();
    await latch.read();
    expect(remote.asked).toBe(2);
  });

  test('a strict slot and a swap fail, and leave no copy', async () => {
    const tokens = state.slot('anna', 'tokens:web-api');
    await tokens.write('pair');
    expect(await near.inner.slotNames('anna')).toEqual([]);
    remote.fails = 'transient';
    await expect(tokens.read()).rejects.toMatchObject({ code: 'test.away' });
    await expect(tokens.write('x')).rejects.toMatchObject({ code: 'test.away' });
    await expect(latch.swap(undefined, 'x')).rejects.toMatchObject({ code: 'test.away' });
    expect(await near.inner.slotNames('anna')).toEqual([]);
  });

  test('with the disk full besides, a write fails', async () => {
    remote.fails = 'transient';
    near.fails = 'transient';
    await expect(latch.write('closed')).rejects.toMatchObject({ code: 'test.away' });
  });
});

test('a full disk does not matter while the remote store is there', async () => {
  near.fails = 'transient';
  await latch.write('closed');
  expect(await latch.read()).toBe('closed');
  expect(await latch.swap('closed', 'open')).toBe(true);
});

test.each(['config', 'bug'] as const)('a failure of kind %s is passed on', async (kind) => {
  remote.fails = kind;
  await expect(latch.read()).rejects.toMatchObject({ kind });
  await expect(latch.write('x')).rejects.toMatchObject({ kind });
  await expect(latch.clear()).rejects.toMatchObject({ kind });
  await expect(state.slotNames('anna')).rejects.toMatchObject({ kind });
});

test('what was refused is not written later; what was owed before still is', async () => {
  remote.fails = 'transient';
  await latch.write('closed');
  await clock.advance(MINUTE_MS);
  remote.fails = 'config';
  await expect(latch.write('other')).rejects.toMatchObject({ kind: 'config' });
  await expect(state.slot('anna', 'session').write('x')).rejects.toMatchObject({ kind: 'config' });
  remote.fails = undefined;
  expect(await latch.read()).toBe('closed');
  expect(await state.slot('anna', 'session').read()).toBeUndefined();
  expect(await remote.inner.slotNames('anna')).toEqual(['latch']);
});

test('what another process changed in the remote store is seen at once, over an older copy', async () => {
  await latch.write('closed');
  await remote.inner.slot('anna', 'latch').clear();
  expect(await latch.read()).toBeUndefined();
  expect(await near.inner.slotNames('anna')).toEqual([]);
});

test('of two writes at one moment the later one stays, there and here', async () => {
  await Promise.all([latch.write('one'), state.slot('anna', 'latch').write('two')]);
  expect(await remote.inner.slot('anna', 'latch').read()).toBe('two');
  expect(await near.inner.slot('anna', 'latch').read()).toBe('two');
});

test('a copy that says the same is not written again', async () => {
  await latch.write('closed');
  near.asked = 0;
  await latch.read();
  expect(near.asked).toBe(1);
});
