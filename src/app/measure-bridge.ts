import type { EpochMs } from '../domain/instant.ts';
import type { JournalRecord, Position } from '../domain/journal-record.ts';
import type { RecordKind } from '../domain/record.ts';
import type { Journal, JournalSummary } from '../journal/journal.ts';
import { readJournalSize } from '../journal/sqlite/index.ts';
import type { Clock } from '../platform/clock.ts';
import type {
  AccountMeasure,
  Measure,
  MeteredAccount,
  MeteredPart,
  SinkMeasure,
} from '../telemetry/bridge-measure.ts';
import type { AccountStatus, StatusBoard } from '../telemetry/status-board.ts';

/** What is looked at. */
export interface MeasureParts {
  readonly accounts: readonly MeteredAccount[];
  readonly journal: Pick<Journal, 'newest' | 'cursor' | 'readAfter' | 'summary'>;
  /** The data folder. */
  readonly folder: string;
  readonly board: Pick<StatusBoard, 'snapshot'>;
  readonly clock: Clock;
}

/** A sink that is further behind than this is told by positions. */
const COUNTED = 1_000;

/**
 * Counting a large journal takes a while, and anybody may ask: its sum is held for so many times as long as it took, and no
 * longer than this. That of a small one is as good as never old.
 */
const HELD_FOR_TIMES = 50;
const LONGEST_HELD_MS = 15_000;

/**
 * Looks at journal, disk and status board for whoever asks; those who ask at the same time are given the same look.
 * It must be one for the whole program: it remembers since when each cursor has stood still.
 */
export function createMeasure(parts: MeasureParts): Measure {
  const { accounts, journal, folder, board, clock } = parts;
  const summaries = new Map<string, { readonly summary: JournalSummary; readonly until: number }>();
  const cursors = new Map<string, { readonly cursor: number; readonly since: EpochMs }>();
  let running: ReturnType<Measure> | undefined;

  async function summaryOf(account: string): Promise<JournalSummary> {
    const startedAt = performance.now();
    const held = summaries.get(account);
    if (held !== undefined && startedAt < held.until) return held.summary;
    const summary = await journal.summary(account);
    const endedAt = performance.now();
    summaries.set(account, {
      summary,
      until: endedAt + Math.min((endedAt - startedAt) * HELD_FOR_TIMES, LONGEST_HELD_MS),
    });
    return summary;
  }

  async function measureSink(
    account: string,
    { name, kinds }: MeteredPart,
    lastKnown: EpochMs,
  ): Promise<SinkMeasure> {
    const cursor = await journal.cursor(account, name);
    const key = JSON.stringify([account, name]);
    const before = cursors.get(key);
    const since = before === undefined ? lastKnown : clock.now();
    const stood = before?.cursor === cursor ? before : { cursor, since };
    cursors.set(key, stood);
    const unconfirmed = await journal.readAfter(account, cursor, COUNTED, kinds);
    const [first] = unconfirmed;
    return {
      name,
      cursor,
      cursorSince: stood.since,
      pending: await countPending(account, kinds, unconfirmed),
      ...(first === undefined ? {} : { pendingSince: first.changedAt }),
    };
  }

  /** Positions beyond those that were read may be of other kinds, or of nothing any more: so many at most. */
  async function countPending(
    account: string,
    kinds: readonly RecordKind[],
    read: readonly JournalRecord[],
  ): Promise<number> {
    const last = read.at(-1);
    if (last === undefined || read.length < COUNTED) return read.length;
    const [next] = await journal.readAfter(account, last.position, 1, kinds);
    if (next === undefined) return read.length;
    return read.length + (await lastPosition(account, next.position)) - next.position + 1;
  }

  /** The last position that is in use: some dozen looks, where the journal’s own sum counts every record. */
  async function lastPosition(account: string, from: Position): Promise<number> {
    const isBeyond = async (position: number) =>
      (await journal.readAfter(account, position as Position, 1)).length === 0;
    if (await isBeyond(from)) return from;
    let inUse: number = from;
    let step = COUNTED;
    while (!(await isBeyond(inUse + step))) {
      inUse += step;
      step *= 2;
    }
    let beyond = inUse + step;
    while (beyond - inUse > 1) {
      const middle = Math.floor((inUse + beyond) / 2);
      if (await isBeyond(middle)) beyond = middle;
      else inUse = middle;
    }
    return beyond;
  }

  async function measureAccount(
    { name, sinks }: MeteredAccount,
    startedAt: EpochMs,
    told: AccountStatus | undefined,
  ): Promise<AccountMeasure> {
    const { records, setAside, refused } = await summaryOf(name);
    const newest = (await journal.newest(name))?.record.systemTime;
    const measured: SinkMeasure[] = [];
    for (const sink of sinks) {
      const last = told?.sinks.find((one) => one.name === sink.name)?.lastDeliveryAt;
      measured.push(await measureSink(name, sink, last ?? startedAt));
    }
    return {
      name,
      records,
      setAside,
      refused,
      ...(newest === undefined ? {} : { newest }),
      sinks: measured,
    };
  }

  const look: Measure = async () => {
    const status = board.snapshot();
    const { bytes, freeBytes } = await readJournalSize(folder);
    const measured: AccountMeasure[] = [];
    for (const account of accounts) {
      const told = status.accounts.find((one) => one.name === account.name);
      measured.push(await measureAccount(account, status.startedAt, told));
    }
    return {
      status,
      accounts: measured,
      ...(bytes === undefined ? {} : { journalBytes: bytes }),
      ...(freeBytes === undefined ? {} : { diskFreeBytes: freeBytes }),
    };
  };

  return () => {
    running ??= look().finally(() => {
      running = undefined;
    });
    return running;
  };
}
