import { describe, expect, test } from '@jest/globals';
import { showAccount } from '../../src/app/show-account.ts';
import { epochMs, HOUR_MS, MINUTE_MS } from '../../src/domain/instant.ts';
import type { Reading } from '../../src/domain/reading.ts';
import { latchSlotName } from '../../src/pipeline/latch.ts';
import type { ShownLatch } from '../../src/telemetry/shown-account.ts';
import type { AccountStatus, SinkStatus, SourceStatus } from '../../src/telemetry/status-board.ts';
import { EPOCH_MS, makeReading } from '../support/make-reading.ts';
import { MemoryJournal } from '../support/memory-journal.ts';

const PARTS = {
  name: 'anna',
  sources: ['share', 'web-api'],
  sinks: ['nightscout', 'nightscout-treatments'],
};
const AT = epochMs(EPOCH_MS + HOUR_MS);
const at = (minute: number) => epochMs(EPOCH_MS + minute * MINUTE_MS);

interface Told {
  readonly sources?: readonly Partial<SourceStatus>[];
  readonly sinks?: readonly Partial<SinkStatus>[];
}

async function journalWith(readings: readonly Reading[]): Promise<MemoryJournal> {
  const journal = new MemoryJournal();
  await journal.open();
  await journal.ingest('anna', (ledger) => {
    for (const reading of readings) ledger.insert(reading, epochMs(reading.systemTime + 1_000));
  });
  return journal;
}

function show(
  journal: MemoryJournal | undefined,
  told: Told = {},
  { running = true, latches = new Map<string, ShownLatch>() } = {},
) {
  const account = { name: 'anna', setAside: 0, sources: [], sinks: [], ...told } as AccountStatus;
  const kept = { startedAt: at(0), keptAt: at(60), accounts: [account] };
  const writes = { events: false, mbg: false, alerts: false };
  return showAccount(PARTS, { journal, kept, latches, running, writes }, AT);
}

describe('showAccount', () => {
  test('a source shows what it gave last, and the Web API what the journal knows from it', async () => {
    const journal = await journalWith([
      makeReading(0, { recordId: 'r0' }),
      makeReading(5, { recordId: 'r5' }),
      makeReading(50),
    ]);
    const sources = [
      {
        name: 'share',
        state: 'ok',
        since: at(1),
        newest: at(50),
        lastAnswerAt: at(51),
        nextPollAt: at(61),
      },
      { name: 'web-api', state: 'ok', since: at(1), nextPollAt: at(59) },
    ] as const;
    const [share, webApi] = (await show(journal, { sources })).sources;
    expect(share).toEqual({
      name: 'share',
      state: 'ok',
      since: at(1),
      newest: at(50),
      lastAnswerAt: at(51),
      nextPollAt: at(61),
    });
    // Its next look is past: nobody knows when it comes.
    expect(webApi).toEqual({ name: 'web-api', state: 'ok', since: at(1), newest: at(5) });
  });

  test('a sink that has confirmed everything has the newest of the journal, also after a restart', async () => {
    const journal = await journalWith([makeReading(0), makeReading(5)]);
    const behind = (await show(journal)).sinks;
    expect(behind).toEqual([
      { name: 'nightscout', state: 'waiting', cursor: 0, behind: 2 },
      { name: 'nightscout-treatments', state: 'waiting', cursor: 0, behind: 0 },
    ]);
    const { lastPosition } = await journal.summary('anna');
    await journal.advance('anna', 'nightscout', lastPosition, []);
    expect((await show(journal)).sinks[0]).toEqual({
      name: 'nightscout',
      state: 'waiting',
      newest: at(5),
      cursor: lastPosition,
      behind: 0,
    });
  });

  test('a sink that refused something is not said to have it', async () => {
    const journal = await journalWith([makeReading(0)]);
    const { lastPosition } = await journal.summary('anna');
    await journal.advance('anna', 'nightscout', lastPosition, [
      { position: lastPosition, code: 'nightscout.refused', reason: 'no' },
    ]);
    expect((await show(journal)).sinks[0]).not.toHaveProperty('newest');
    const sinks = [
      { name: 'nightscout', state: 'ok', newest: at(-5), lastDeliveryAt: at(1) },
    ] as const;
    expect((await show(journal, { sinks })).sinks[0]).toMatchObject({
      newest: at(-5),
      lastDeliveryAt: at(1),
    });
  });

  test('what failed says since when and until when; where nothing runs nothing is said to be due', async () => {
    const lastFailure = { code: 'http.timeout', message: 'no answer', at: at(30) };
    const sources = [
      { name: 'share', state: 'failing', since: at(30), retryAt: at(61), lastFailure },
    ] as const;
    expect((await show(undefined, { sources })).sources[0]).toEqual({
      name: 'share',
      state: 'failing',
      since: at(30),
      retryAt: at(61),
      lastFailure,
    });
    expect((await show(undefined, { sources }, { running: false })).sources[0]).toEqual({
      name: 'share',
      state: 'stopped',
      lastFailure,
    });
  });

  test('a latch is since when it closed, and opened from outside it is no longer told', async () => {
    const sources = [{ name: 'share', state: 'latched', since: at(40) }] as const;
    const latch = { code: 'share.login_refused', message: 'refused', since: at(20) };
    const latches = new Map([[latchSlotName('source', 'share'), latch]]);
    expect((await show(undefined, { sources }, { latches })).sources[0]).toEqual({
      name: 'share',
      state: 'latched',
      since: at(20),
      latch,
    });
    expect((await show(undefined, { sources })).sources[0]).toEqual({
      name: 'share',
      state: 'waiting',
    });
  });
});
