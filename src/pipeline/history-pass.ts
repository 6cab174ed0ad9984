import { asFailure, type BridgeFailure, type FailureKind } from '../domain/failure.ts';
import { HOUR_MS, type EpochMs } from '../domain/instant.ts';
import type { RecordKind } from '../domain/record.ts';
import type { Journal } from '../journal/journal.ts';
import type { StateStore } from '../journal/state-store.ts';
import type { Clock } from '../platform/clock.ts';
import type { KindCounts } from '../telemetry/events.ts';
import { HISTORY_LISTS, type HistoryList, type HistorySource } from '../sources/history-source.ts';
import type { SourceBatch } from '../sources/source.ts';
import { planHistory, type PlannedWindow } from './history-plan.ts';
import { NOTHING_READ, type HistoryMemory, type ListStates } from './history-state.ts';
import { readWindow } from './history-window.ts';
import { ingestBatch, type Ingested } from './ingest.ts';
import { addKinds } from './kind-counts.ts';
import { demandSamePerson, personSlotName } from './same-person.ts';
import { demandSameReadings, disagreementSlotName } from './same-readings.ts';

/** What a pass needs. */
export interface HistoryPassParts {
  readonly account: string;
  readonly source: HistorySource;
  readonly journal: Journal;
  readonly state: Pick<StateStore, 'slot'>;
  readonly memory: HistoryMemory;
  readonly clock: Clock;
  readonly toleranceMs: number;
  /** Lists whose service asked for patience, with its failure; kept from one pass to the next. */
  readonly pauses: Map<HistoryList, BridgeFailure>;
  /** Hears what an answer did to the journal, as soon as it is on disk. */
  readonly note: (ingested: Ingested, answeredAt: EpochMs) => void;
}

/** How far one pass goes. */
export interface HistoryPassAim {
  readonly mode: 'once' | 'run';
  /** Whether newer records are due: then the first import makes way after its present window. */
  readonly isNextDue: () => boolean;
}

/** What one pass did. */
export interface HistoryPassResult {
  /** Requests for records. */
  readonly windows: number;
  readonly added: number;
  readonly changed: number;
  readonly addedKinds: KindCounts;
  readonly changedKinds: KindCounts;
  /** Up to which instant every list is imported; undefined when the import is complete, or is not done here. */
  readonly importedTo: EpochMs | undefined;
  /** The worst failure of a single list; the others went on. */
  readonly failure: BridgeFailure | undefined;
}

/**
 * Asks what the service holds and then, one request at a time, for everything planned. A list that fails stops for this
 * pass and the others go on.
 * @throws BridgeFailure where going on would be no use: refused credentials, a rate limit, a full disk, no service
 */
export async function passHistory(
  parts: HistoryPassParts,
  { mode, isNextDue }: HistoryPassAim,
  signal: AbortSignal,
): Promise<HistoryPassResult> {
  const { account, source, journal, state, memory, clock, toleranceMs, pauses, note } = parts;
  const { longestWindowMs } = source;
  const done = { windows: 0, added: 0, changed: 0, addedKinds: {}, changedKinds: {} };
  const failures = pausedLists(pauses, clock.now());
  const left = new Set<PlannedWindow>();

  async function ask(planned: PlannedWindow): Promise<readonly SourceBatch[] | undefined> {
    try {
      return await readWindow(planned.window, (window) => {
        done.windows += 1;
        return source.fetch(planned.list, window, signal);
      });
    } catch (thrown) {
      signal.throwIfAborted();
      const failure = asFailure(thrown);
      if (isOfService(failure, clock.now())) throw failure;
      failures.set(planned.list, failure);
      if (failure.retryAt !== undefined) pauses.set(planned.list, failure);
      return undefined;
    }
  }

  /** Puts an answer into the journal; whose it was. */
  async function take(batch: SourceBatch): Promise<void> {
    const disagreement = state.slot(account, disagreementSlotName(source.name));
    await demandSameReadings(disagreement, journal, account, batch);
    await demandSamePerson(state.slot(account, personSlotName(source.name)), batch.person);
    const answeredAt = clock.now();
    const ingested = await ingestBatch({ journal, account, toleranceMs }, batch, answeredAt);
    done.added += ingested.added.length;
    done.changed += ingested.changed.length;
    addKinds(done.addedKinds, kindsOf(ingested.added));
    addKinds(done.changedKinds, kindsOf(ingested.changed));
    note(ingested, answeredAt);
  }

  /** The next answer of the first import, on its way while the one before is merged: never two requests at once. */
  let ahead: { readonly of: PlannedWindow; readonly answer: ReturnType<typeof ask> } | undefined;

  function askAhead(next: PlannedWindow | undefined): void {
    if (next?.why !== 'import' || failures.has(next.list) || isNextDue()) return;
    const answer = ask(next);
    answer.catch(() => undefined);
    ahead = { of: next, answer };
  }

  /** @returns false where another person’s lists begin, so that the plan is void. */
  async function carryOut(plan: readonly PlannedWindow[], states: ListStates): Promise<boolean> {
    let imported = 0;
    for (const [index, planned] of plan.entries()) {
      const { list, why, after } = planned;
      if (failures.has(list)) continue;
      const isAsked = ahead?.of === planned;
      if (why === 'import' && imported > 0 && !isAsked && isNextDue()) return true;
      const batches = await (isAsked ? ahead?.answer : ask(planned));
      if (batches === undefined) continue;
      if (why === 'import') askAhead(plan[index + 1]);
      for (const batch of batches) await take(batch);
      const person = batches.find((batch) => batch.person !== undefined)?.person;
      const before = states[list].person;
      if (person !== undefined && before !== undefined && person !== before) {
        for (const each of HISTORY_LISTS) await memory.save(each, { ...NOTHING_READ, person });
        return false;
      }
      await memory.save(list, person === undefined ? after : { ...after, person });
      left.delete(planned);
      if (why === 'import') imported += 1;
      signal.throwIfAborted();
    }
    return true;
  }

  const held = await source.held(signal);
  for (let isDone = false; !isDone;) {
    const states = await memory.load();
    const plan = planHistory({ states, held, now: clock.now(), mode, longestWindowMs });
    left.clear();
    for (const planned of plan) if (planned.why === 'import') left.add(planned);
    try {
      isDone = await carryOut(plan, states);
    } finally {
      await ahead?.answer.catch(() => undefined);
      ahead = undefined;
    }
  }
  // A set keeps its order, and the import is planned oldest first.
  const [oldestLeft] = left;
  return { ...done, importedTo: oldestLeft?.window.from, failure: worstOf(failures) };
}

function kindsOf(records: Ingested['added']): readonly RecordKind[] {
  return records.map(({ kind }) => kind);
}

/** Lists that were asked to wait and still must. */
function pausedLists(
  pauses: Map<HistoryList, BridgeFailure>,
  now: EpochMs,
): Map<HistoryList, BridgeFailure> {
  for (const [list, { retryAt }] of pauses) if ((retryAt ?? now) <= now) pauses.delete(list);
  return new Map(pauses);
}

/** Another list would fail as well. A refusal that lasts for hours is of one list: rate limits are counted by the hour. */
function isOfService({ kind, retryAt }: BridgeFailure, now: EpochMs): boolean {
  if (kind === 'throttled') return retryAt === undefined || retryAt - now <= HOUR_MS;
  return kind === 'credentials' || kind === 'bug';
}

/** Worst first; the rest never get here. */
const SEVERITY: readonly FailureKind[] = ['config', 'refused', 'throttled', 'transient'];

function worstOf(failures: ReadonlyMap<HistoryList, BridgeFailure>): BridgeFailure | undefined {
  return [...failures.values()].sort(
    (a, b) => SEVERITY.indexOf(a.kind) - SEVERITY.indexOf(b.kind),
  )[0];
}
