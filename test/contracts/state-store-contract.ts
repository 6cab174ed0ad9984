import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { StateStore } from '../../src/journal/state-store.ts';

/** A place where state is kept. */
export interface StateStoreUnderTest {
  /** Another client of the place, not open yet; one that lives in memory may be the same object each time. */
  connect(): StateStore;
  /** Removes the place. */
  dispose(): Promise<void>;
}

/** Names and values that something on the way might mistake for something else. */
const ODD = [
  '',
  ' ',
  '"',
  'a:b',
  'a.b',
  '$set',
  '__proto__',
  'a\u0000b',
  '\ud800 half',
  'ÅŞ𝛑👩‍👩‍👧',
  '{"a":1}',
];
const LARGE = 1_000_000;

/** What every StateStore promises, wherever it keeps its slots. */
export function describeStateStoreContract(
  name: string,
  create: () => Promise<StateStoreUnderTest>,
): void {
  describe(`${name} keeps the state store's promises`, () => {
    let place: StateStoreUnderTest;
    let store: StateStore;
    let other: StateStore;

    beforeEach(async () => {
      place = await create();
      [store, other] = [place.connect(), place.connect()];
      await Promise.all([store.open(), other.open()]);
    });
    afterEach(async () => {
      await store.close();
      await other.close();
      await place.dispose();
    });

    test('a slot holds what was written last until it is cleared, for every client', async () => {
      const slot = store.slot('anna', 'token');
      expect(await slot.read()).toBeUndefined();
      await slot.write('one');
      await slot.write('two');
      expect(await store.slot('anna', 'token').read()).toBe('two');
      expect(await other.slot('anna', 'token').read()).toBe('two');
      await other.slot('anna', 'token').clear();
      await slot.clear();
      expect(await slot.read()).toBeUndefined();
    });

    test('any text comes back as it went in', async () => {
      const slot = store.slot('anna', 'token');
      for (const text of ODD) {
        await slot.write(text);
        expect(await slot.read()).toBe(text);
      }
      const large = 'x\u00e9\ud83d\ude00'.repeat(LARGE / 4);
      await slot.write(large);
      expect((await slot.read()) === large).toBe(true);
      expect(await slot.swap(large, 'small')).toBe(true);
      expect(await slot.read()).toBe('small');
    });

    test('slots of different names and accounts are different slots', async () => {
      // Joined without care, some of these would be one.
      const pairs = [
        ...ODD.map((odd) => ['anna', odd] as const),
        ['an', 'na:token'] as const,
        ['anna', 'token'] as const,
        ['an:na', 'token'] as const,
        ['Anna', 'token'] as const,
        ['anna', 'Token'] as const,
      ];
      for (const [at, [account, slot]] of pairs.entries()) {
        await store.slot(account, slot).write(`value ${at}`);
      }
      for (const [at, [account, slot]] of pairs.entries()) {
        expect(await store.slot(account, slot).read()).toBe(`value ${at}`);
      }
      const ofAnna = pairs.filter(([account]) => account === 'anna').map(([, slot]) => slot);
      expect(await store.slotNames('anna')).toEqual(ofAnna.sort());
    });

    test('names are listed, sorted, where a slot holds a value', async () => {
      expect(await store.slotNames('anna')).toEqual([]);
      for (const slot of ['tokens:web-api', 'lease:web-api', 'gone', 'empty']) {
        await store.slot('anna', slot).write(slot === 'empty' ? '' : '1');
      }
      await store.slot('anna', 'gone').clear();
      await store.slot('lena', 'person:web-api').write('1');
      expect(await store.slotNames('anna')).toEqual(['empty', 'lease:web-api', 'tokens:web-api']);
      expect(await other.slotNames('lena')).toEqual(['person:web-api']);
    });

    describe('swap', () => {
      test('writes only over what is expected', async () => {
        const slot = store.slot('anna', 'token');
        expect(await slot.swap('something', 'x')).toBe(false);
        expect(await slot.read()).toBeUndefined();
        expect(await slot.swap(undefined, 'one')).toBe(true);
        expect(await slot.swap(undefined, 'x')).toBe(false);
        expect(await slot.swap('two', 'x')).toBe(false);
        expect(await slot.swap('', 'x')).toBe(false);
        expect(await slot.read()).toBe('one');
        expect(await slot.swap('one', 'two')).toBe(true);
        expect(await slot.swap('one', 'x')).toBe(false);
        expect(await slot.swap('two', 'two')).toBe(true);
        expect(await slot.read()).toBe('two');
      });

      test('an empty text is something, and what was cleared is nothing', async () => {
        const slot = store.slot('anna', 'token');
        await slot.write('');
        expect(await slot.swap(undefined, 'x')).toBe(false);
        expect(await slot.swap('', 'one')).toBe(true);
        await slot.clear();
        expect(await slot.swap('one', 'x')).toBe(false);
        expect(await slot.swap(undefined, 'again')).toBe(true);
        expect(await slot.read()).toBe('again');
      });

      test('of many at one moment exactly one wins', async () => {
        for (const before of [undefined, 'old']) {
          const slots = [store, other].map((each) => each.slot('anna', `lease ${String(before)}`));
          if (before !== undefined) await slots[0]?.write(before);
          const tries = Array.from({ length: 12 }, (_, at) => ({
            text: `new ${at}`,
            won: slots[at % 2]!.swap(before, `new ${at}`),
          }));
          const results = await Promise.all(
            tries.map(async ({ text, won }) => ((await won) ? [text] : [])),
          );
          expect(results.flat()).toHaveLength(1);
          expect(await slots[1]?.read()).toBe(results.flat()[0]);
        }
      });

      test('no count is lost between two clients that swap until they have won', async () => {
        const rounds = 15;
        const count = async (client: StateStore): Promise<void> => {
          const slot = client.slot('anna', 'counter');
          for (let done = 0; done < rounds;) {
            const held = await slot.read();
            if (await slot.swap(held, String(Number(held ?? '0') + 1))) done += 1;
          }
        };
        await Promise.all([count(store), count(other)]);
        expect(await store.slot('anna', 'counter').read()).toBe(String(2 * rounds));
      });
    });

    test('writes at one moment leave one of them', async () => {
      const texts = Array.from({ length: 10 }, (_, at) => `text ${at}`);
      await Promise.all(
        texts.map((text, at) => (at % 2 ? store : other).slot('anna', 'new').write(text)),
      );
      expect(texts).toContain(await store.slot('anna', 'new').read());
    });

    test('what was promised outlives every client', async () => {
      await store.slot('anna', 'token').write('kept');
      await store.slot('anna', 'lease').swap(undefined, 'kept too');
      await store.slot('anna', 'gone').write('x');
      await store.slot('anna', 'gone').clear();
      await store.close();
      await other.close();
      [store, other] = [place.connect(), place.connect()];
      await store.open();
      await other.open();
      expect(await store.slot('anna', 'token').read()).toBe('kept');
      expect(await other.slot('anna', 'lease').read()).toBe('kept too');
      expect(await other.slotNames('anna')).toEqual(['lease', 'token']);
    });

    test('nothing works before open and after close', async () => {
      const early = place.connect();
      const slot = early.slot('anna', 'token');
      await store.close();
      await other.close();
      for (const attempt of [
        () => slot.read(),
        () => slot.write('x'),
        () => slot.clear(),
        () => slot.swap(undefined, 'x'),
        () => early.slotNames('anna'),
        () => store.slot('anna', 'token').read(),
      ]) {
        await expect(attempt()).rejects.toMatchObject({ kind: 'bug' });
      }
      await early.close();
    });
  });
}
