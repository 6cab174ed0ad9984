import { asFailure, type BridgeFailure } from '../domain/failure.ts';
import type { SourceName } from '../domain/record.ts';
import type { Journal } from '../journal/journal.ts';
import type { StateStore } from '../journal/state-store.ts';
import type { Clock } from '../platform/clock.ts';
import type { Random } from '../platform/random.ts';
import type { HistoryList } from '../sources/history-source.ts';
import type { FetchWindow, SourceBatch } from '../sources/source.ts';
import type { Emit } from '../telemetry/events.ts';
import { openBackfillMemory, type BackfillMemory, type BackfillSpan } from './backfill-memory.ts';
import { planBackfill, windowOf, type BackfillWindow } from './backfill-plan.ts';
import type { BackfillReader } from './backfill-reader.ts';
import { retryBriefly, USUAL_TRIES } from './backfill-retry.ts';
import { allSettledOrStopped } from './backfill-together.ts';
import { readWindow } from './history-window.ts';
import { ingestBatch } from './ingest.ts';
import { createLatchGate } from './latch-gate.ts';
import { latchSlotName, refusalOf } from './latch.ts';
import type { PassResult } from './pass.ts';
import { demandSamePerson, personSlotName } from './same-person.ts';
import { demandSameReadings, disagreementSlotName } from './same-readings.ts';

/** What a backfill needs. */
export interface BackfillParts {
  readonly account: string;
  readonly readers: readonly BackfillReader[];
  readonly span: BackfillSpan;
  readonly journal: Journal;
  /** Where latches and persons are kept. */
  readonly state: Pick<StateStore, 'slot'>;
  readonly clock: Clock;
  readonly random: Random;
  readonly emit: Emit;
  /** See `mergeObservation`. */
  readonly toleranceMs: number;
  /** Told before the first request, and whenever a window is in the journal. */
  readonly progress: (progress: BackfillProgress) => void;
}

/** How far a backfill has come, over all readers. */
export interface BackfillProgress {
  readonly windowsDone: number;
  /** What was left to read when this call began. */
  readonly windowsTotal: number;
  /** Records that the answers held so far. */
  readonly records: number;
}

/** How a backfill ended. */
export interface BackfillResult {
  /** Of each reader; `ok` when every one of its windows is in the journal. */
  readonly readers: readonly (PassResult & { readonly name: SourceName })[];
  readonly added: number;
  readonly changed: number;
  /**
   * For the caller to say that all is done, delivery too: who asks for the same again then has everything read again. Does
   * nothing where a reader is not through.
   */
  readonly forget: () => Promise<void>;
}

/** A reader with its share of the work. */
interface Part {
  readonly reader: BackfillReader;
  readonly memory: BackfillMemory;
  readonly windows: readonly BackfillWindow[];
}

/**
 * Reads a span of the past into the journal, one request at a time for each reader, all readers at once. An outage is
 * waited out for a while; a list that fails does not stop the others, nor a reader the other one. Called again after a stop
 * or a failure it goes on where it was; called again after its end (see `forget`) it reads everything again.
 * @throws the signal’s reason when it is aborted; BridgeFailure of kind `bug`, or `journal.…` of the memory
 */
export async function backfill(parts: BackfillParts, signal: AbortSignal): Promise<BackfillResult> {
  const { account, readers, span, journal, clock } = parts;
  const now = clock.now();
  const work: Part[] = [];
  for (const reader of readers) {
    const memory = await openBackfillMemory(journal, account, reader, span);
    work.push({ reader, memory, windows: planBackfill(reader, span, memory, now) });
  }
  const tally = createTally(parts, work);
  const asked = windowOf(span, now);
  const ended = await allSettledOrStopped(
    work,
    async (part, both) => ({
      name: part.reader.name,
      ...(await readPart(parts, part, tally, asked, both)),
    }),
    signal,
  );
  return {
    readers: ended,
    added: tally.added,
    changed: tally.changed,
    async forget() {
      if (!ended.every(({ outcome }) => outcome === 'ok')) return;
      for (const { memory } of work) await memory.forget();
    },
  };
}

interface Tally {
  added: number;
  changed: number;
  records: number;
  windowDone(): void;
}

function createTally({ progress }: BackfillParts, work: readonly Part[]): Tally {
  const windowsTotal = work.reduce((sum, { windows }) => sum + windows.length, 0);
  let windowsDone = 0;
  const tally: Tally = {
    added: 0,
    changed: 0,
    records: 0,
    windowDone() {
      windowsDone += 1;
      tell();
    },
  };
  const tell = () => progress({ windowsDone, windowsTotal, records: tally.records });
  tell();
  return tally;
}

/** Everything of one reader. Rejects for a bug, and when the signal is aborted. */
async function readPart(
  parts: BackfillParts,
  { reader, memory, windows }: Part,
  tally: Tally,
  asked: FetchWindow,
  signal: AbortSignal,
): Promise<PassResult> {
  const { account, journal, state, clock, random, emit, toleranceMs } = parts;
  const of = { account, source: reader.name };
  const gate = createLatchGate(
    state.slot(account, latchSlotName('source', reader.name)),
    reader.credentialsFingerprint,
    clock,
  );
  const failed = (failure: BridgeFailure, retryAt = clock.now()) =>
    emit({ type: 'source.failed', ...of, failure, retryAt });
  const latched = (failure: BridgeFailure): PassResult => {
    emit({ type: 'source.latched', ...of, failure });
    return { outcome: 'latched', failure };
  };

  async function take(batch: SourceBatch): Promise<void> {
    if (reader.name === 'web-api') {
      const disagreement = state.slot(account, disagreementSlotName(reader.name));
      await demandSameReadings(disagreement, journal, account, batch);
    }
    await demandSamePerson(state.slot(account, personSlotName(reader.name)), batch.person);
    // Share answers up to now, whatever was asked for. A device is dated by its last upload.
    const observations = batch.observations.filter(
      ({ kind, systemTime }) =>
        kind === 'device' || (systemTime >= asked.from && systemTime <= asked.to),
    );
    const given = { journal, account, toleranceMs };
    const ingested = await ingestBatch(given, { ...batch, observations }, clock.now());
    for (const entry of ingested.setAside) emit({ type: 'record.set_aside', account, entry });
    tally.added += ingested.added.length;
    tally.changed += ingested.changed.length;
    tally.records += observations.length;
  }

  async function readAll(): Promise<BridgeFailure | undefined> {
    const failures = new Map<HistoryList, BridgeFailure>();
    let isAway = false;
    for (const { list, window } of windows) {
      if (failures.has(list)) continue;
      // After one list was given up, the next one is only tried: the outage may be of all of them.
      const tries = isAway ? 1 : USUAL_TRIES;
      try {
        await retryBriefly(
          { clock, random, tries, failed },
          async () => {
            const batches = await readWindow(window, (each) => reader.fetch(list, each, signal));
            for (const batch of batches) await take(batch);
            await memory.note(list, window);
          },
          signal,
        );
        isAway = false;
        tally.windowDone();
      } catch (thrown) {
        signal.throwIfAborted();
        const failure = asFailure(thrown);
        if (failure.kind === 'credentials' || failure.kind === 'bug') throw failure;
        failures.set(list, failure);
        isAway = true;
        failed(failure);
      }
    }
    return [...failures.values()][0];
  }

  const latch = await gate.closed();
  if (latch !== undefined) return latched(refusalOf(latch));
  try {
    await reader.open();
    const failure = await readAll();
    return failure === undefined ? { outcome: 'ok' } : { outcome: 'failed', failure };
  } catch (thrown) {
    signal.throwIfAborted();
    const failure = asFailure(thrown);
    if (failure.kind === 'bug') throw failure;
    if (failure.kind === 'credentials') {
      await gate.close(failure);
      return latched(failure);
    }
    failed(failure);
    return { outcome: 'failed', failure };
  } finally {
    await reader.close();
  }
}
