import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { FakeClock } from '../support/fake-clock.ts';
import { MemorySlot } from '../support/memory-slot.ts';
import { startNotifier, type Got } from './notifier-rig.ts';

type Step =
  | { readonly do: 'pass'; readonly minutes: number }
  | { readonly do: 'restart' }
  | { readonly do: 'receiver'; readonly answer: number }
  | {
      readonly do: 'tell';
      readonly what:
        | 'reading'
        | 'polled'
        | 'sourceFailed'
        | 'sourceLatched'
        | 'sourceOpened'
        | 'sinkFailed'
        | 'sinkLatched'
        | 'sinkOpened'
        | 'delivered';
    };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('pass' as const),
      minutes: fc.integer({ min: 1, max: 40 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('restart' as const) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('receiver' as const),
      answer: fc.constantFrom(200, 200, 500, 404, 429),
    }),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant('tell' as const),
      what: fc.constantFrom(
        'reading' as const,
        'polled' as const,
        'sourceFailed' as const,
        'sourceLatched' as const,
        'sourceOpened' as const,
        'sinkFailed' as const,
        'sinkLatched' as const,
        'sinkOpened' as const,
        'delivered' as const,
      ),
    }),
  },
);

const subjectOf = ({ type, account, part }: Got) => [type.split('.')[0], account, part].join(' ');

test('whatever happens, however often it is started again, nothing is told twice and nothing is over that was not told', async () => {
  let troubles = 0;
  let ends = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 25, maxLength: 45 }), async (steps) => {
      const clock = new FakeClock();
      const slot = new MemorySlot();
      const all: Got[] = [];
      let rig = startNotifier({ clock, slot });
      for (const each of steps) {
        switch (each.do) {
          case 'pass':
            await rig.pass(each.minutes);
            break;
          case 'restart': {
            await rig.stop();
            all.push(...rig.got);
            const { answer } = rig.receiver;
            rig = startNotifier({ clock, slot });
            rig.receiver.answer = answer;
            break;
          }
          case 'receiver':
            rig.receiver.answer = each.answer;
            break;
          case 'tell':
            rig.tell[each.what]();
        }
      }
      await rig.stop();
      all.push(...rig.got);

      const bySubject = new Map<string, Got[]>();
      for (const got of all) {
        const subject = subjectOf(got);
        bySubject.set(subject, [...(bySubject.get(subject) ?? []), got]);
      }
      for (const told of bySubject.values()) {
        let open: string | undefined;
        for (const got of told) {
          if (got.isTrouble) {
            // A sink may go from stuck to latched and back: other news, but never the same twice.
            expect(got.type).not.toBe(open);
            open = got.type;
            troubles += 1;
          } else {
            expect(open).toBeDefined();
            open = undefined;
            ends += 1;
          }
        }
      }
    }),
    { numRuns: 20, seed: 7 },
  );
  // The sequences did tell of both.
  expect(troubles).toBeGreaterThan(40);
  expect(ends).toBeGreaterThan(10);
});
