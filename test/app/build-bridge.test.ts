import { describe, expect, test } from '@jest/globals';
import { buildBridge, type AccountPlan } from '../../src/app/build-bridge.ts';
import { BridgeFailure } from '../../src/domain/failure.ts';
import { epochMs } from '../../src/domain/instant.ts';
import { systemClock } from '../../src/platform/clock.ts';
import { seededRandom } from '../../src/platform/random.ts';
import type { Sink } from '../../src/sinks/sink.ts';
import type { HistorySource } from '../../src/sources/history-source.ts';
import type { Source } from '../../src/sources/source.ts';
import type { BridgeEvent } from '../../src/telemetry/events.ts';
import { MemoryJournal } from '../support/memory-journal.ts';

type Fetch = Source['fetch'];
type Write = Sink['write'];

const empty: Fetch = ({ from }) =>
  Promise.resolve({ observations: [], skipped: [], coveredFrom: from });
const one: Fetch = ({ from, to }) =>
  Promise.resolve({
    observations: [
      {
        kind: 'reading',
        source: 'share',
        systemTime: epochMs(to - 60_000),
        glucoseMgdl: 123 as never,
      },
    ],
    skipped: [],
    coveredFrom: from,
  });
const fails = (kind: 'transient' | 'credentials' | 'bug') => () =>
  Promise.reject(new BridgeFailure('test.failed', kind, 'as told'));
const takes: Write = (batch) =>
  Promise.resolve({
    settled: batch.map(({ position }) => position),
    present: [],
    refused: [],
  });

type Plan = (state: MemoryJournal) => AccountPlan;

function account(name: string, fetch: Fetch, write: Write, held?: HistorySource['held']): Plan {
  const life = { open: () => Promise.resolve(), close: () => Promise.resolve() };
  const credentialsFingerprint = 'mark';
  const source: Source = {
    name: 'share',
    reachMs: 86_400_000,
    periodMs: 300_000,
    credentialsFingerprint,
    ...life,
    fetch,
  };
  const sink: Sink = {
    name: 'nightscout',
    destination: 'https://nightscout.example.org',
    kinds: ['reading'],
    batchSize: 100,
    credentialsFingerprint,
    ...life,
    write,
    probe: () => Promise.resolve([]),
  };
  const history: HistorySource = {
    name: 'web-api',
    longestWindowMs: 1,
    credentialsFingerprint,
    ...life,
    held: held ?? (() => Promise.resolve({ spans: {} })),
    fetch: (_list, { from }) =>
      Promise.resolve({ observations: [], skipped: [], coveredFrom: from }),
  };
  return (state) => ({
    name,
    toleranceMs: 150_000,
    requestsPerReading: 1.5,
    state,
    historySchedule: '0 * * * *',
    history: held ? [{ name: 'web-api', create: () => Promise.resolve(history) }] : [],
    sources: [{ name: 'share', create: () => Promise.resolve(source) }],
    sinks: [{ name: 'nightscout', create: () => Promise.resolve(sink) }],
  });
}

async function rig(plans: readonly Plan[]) {
  const journal = new MemoryJournal();
  await journal.open();
  const events: BridgeEvent[] = [];
  const accounts = plans.map((plan) => plan(journal));
  const bridge = buildBridge(accounts, {
    journal,
    clock: systemClock,
    random: seededRandom(1),
    emit: (event) => events.push(event),
  });
  return { bridge, journal, events, told: () => events.map(({ type }) => type) };
}

const never = new AbortController().signal;

describe('one pass', () => {
  test.each([
    ['all is well', one, takes, 0],
    ['an empty answer is no failure', empty, takes, 0],
    ['a source is away', fails('transient'), takes, 69],
    ['a sink is away', one, fails('transient'), 69],
    ['a login is refused', fails('credentials'), takes, 77],
    ['a secret is refused', one, fails('credentials'), 77],
  ])('%s', async (_case, fetch, write, code) => {
    const { bridge } = await rig([account('anna', fetch, write)]);
    expect(await bridge.once(never)).toBe(code);
  });

  test('one account’s trouble leaves the other alone, and the worst decides the end', async () => {
    const { bridge, events } = await rig([
      account('anna', fails('credentials'), takes),
      account('ben', one, takes),
      account('cleo', fails('transient'), takes),
    ]);
    expect(await bridge.once(never)).toBe(77);
    expect(events).toContainEqual(
      expect.objectContaining({ type: 'sink.delivered', account: 'ben', written: 1 }),
    );
  });

  test('a latch that was closed before is told too, once', async () => {
    const { bridge, told } = await rig([account('anna', fails('credentials'), takes)]);
    await bridge.once(never);
    expect(told()).toEqual(['source.latched']);
    expect(await bridge.once(never)).toBe(77);
    expect(told()).toEqual(['source.latched', 'source.latched']);
  });

  test('history without a permission is passed over, with one it is asked for', async () => {
    let asked = 0;
    const held = () => {
      asked += 1;
      return Promise.reject(new BridgeFailure('test.failed', 'transient', 'as told'));
    };
    const { bridge, journal } = await rig([account('anna', one, takes, held)]);
    expect(await bridge.once(never)).toBe(0);
    expect(asked).toBe(0);
    await journal.slot('anna', 'tokens:web-api').write('{}');
    expect(await bridge.once(never)).toBe(69);
    expect(asked).toBe(1);
  });

  test('a bug is no outage', async () => {
    const { bridge } = await rig([account('anna', fails('bug'), takes)]);
    await expect(bridge.once(never)).rejects.toMatchObject({ kind: 'bug' });
  });
});

describe('the daemon', () => {
  test('ends with the failure of a loop that must not go on, and takes the others with it', async () => {
    const { bridge } = await rig([
      account('anna', one, takes),
      account('ben', fails('bug'), takes),
    ]);
    await expect(bridge.run(never)).rejects.toMatchObject({ code: 'test.failed' });
  });

  test('resolves when it is told to stop', async () => {
    const stop = new AbortController();
    const { bridge, told } = await rig([account('anna', one, takes)]);
    const running = bridge.run(stop.signal);
    while (!told().includes('sink.delivered'))
      await new Promise((resolve) => setImmediate(resolve));
    stop.abort();
    await expect(running).resolves.toBeUndefined();
  });
});
