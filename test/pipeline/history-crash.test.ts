import { afterEach, expect, test } from '@jest/globals';
import type { StateSlot } from '../../src/domain/state-slot.ts';
import type { Journal, Ledger } from '../../src/journal/journal.ts';
import { createSqliteJournal } from '../../src/journal/sqlite/index.ts';
import { FakeClock, settle } from '../support/fake-clock.ts';
import { createHistoryRig, egv, RIG_NOW, uploadMonths } from '../support/history-rig.ts';
import { MemoryJournal } from '../support/memory-journal.ts';
import { createScriptedHistory } from '../support/scripted-history-source.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const disposals: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const dispose of disposals.splice(0)) await dispose();
});

/** Dies at the n-th step, before it or after it: the process is gone, and what was promised is on disk. */
function createDoom(step: number, when: 'before' | 'after') {
  let left = step;
  const doom = async <T>(work: () => Promise<T>): Promise<T> => {
    left -= 1;
    if (left === 0 && when === 'before') throw new Error('the process died');
    const result = await work();
    if (left === 0) throw new Error('the process died');
    return result;
  };
  return { doom, lift: () => void (left = 0) };
}

/** The journal with a doom over everything that it writes. */
function doomed(journal: Journal, doom: <T>(work: () => Promise<T>) => Promise<T>): Journal {
  return new Proxy(journal, {
    get(target, name) {
      if (name === 'ingest') {
        return <T>(account: string, work: (ledger: Ledger) => T) =>
          doom(() => target.ingest(account, work));
      }
      if (name === 'slot') {
        return (account: string, slotName: string): StateSlot => {
          const slot = target.slot(account, slotName);
          return { ...slot, write: (value) => doom(() => slot.write(value)) };
        };
      }
      const value: unknown = Reflect.get(target, name);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
}

const openers = {
  memory: async (): Promise<Journal> => new MemoryJournal(),
  SQLite: async (): Promise<Journal> => {
    const { folder, dispose } = await temporaryFolder();
    const journal = createSqliteJournal({ folder, clock: new FakeClock(RIG_NOW) });
    disposals.push(async () => {
      await journal.close();
      await dispose();
    });
    return journal;
  },
};

/** Of four months. */
const RECORDS = 4 * 6 + 1;
const CALLS = 1 + 4 * (1 + 4) + 1;

/** Until the first pass is over, or the loop. */
async function synced(
  { clock, told }: Awaited<ReturnType<typeof createHistoryRig>>,
  running: Promise<unknown>,
): Promise<void> {
  const over = new Set<string>();
  void running.finally(() => over.add('the loop'));
  await clock.advance(20_000);
  while (over.size + told('history.synced').length === 0) await settle();
}

/** One pass that dies at a step (if it has that many), and one after it; whether it died. */
async function dieAndResume(journal: Journal, step: number, when: 'before' | 'after') {
  await journal.open();
  const clock = new FakeClock(RIG_NOW);
  const service = createScriptedHistory();
  uploadMonths(service, 4);
  const { doom, lift } = createDoom(step, when);
  const fetch = service.fetch.bind(service);
  service.fetch = (...asked) => doom(() => fetch(...asked));
  const first = await createHistoryRig({
    journal: doomed(journal, doom),
    clock,
    service,
    isOpen: true,
  });
  const dying = first.loop.run(first.stop.signal).catch((thrown: unknown) => thrown);
  await synced(first, dying);
  first.stop.abort(new Error('over'));
  const died = (await dying) !== undefined;
  lift();
  service.upload('egvs', egv(1));
  const second = await createHistoryRig({ journal, clock, service, seed: 2, isOpen: true });
  const running = second.loop.run(second.stop.signal);
  await synced(second, running);
  second.stop.abort(new Error('over'));
  await running;
  const records = await second.records();
  return { died, records, calls: service.calls.length };
}

test.each([
  ['memory', 1],
  ['SQLite', 7],
] as const)(
  'a death at any step of a pass loses and doubles nothing (%s)',
  async (kind, stride) => {
    let deaths = 0;
    for (let step = 1, died = true; died; step += stride) {
      for (const when of ['before', 'after'] as const) {
        const end = await dieAndResume(await openers[kind](), step, when);
        expect(end.records).toHaveLength(RECORDS + 1);
        // Asked for again is only what was under way or waiting to be merged, besides what the new reading asks for.
        expect(end.calls).toBeLessThanOrEqual(CALLS + 2 + 4);
        died = end.died;
        if (died) deaths += 1;
      }
    }
    expect(deaths).toBeGreaterThan(100 / stride);
  },
  60_000,
);
