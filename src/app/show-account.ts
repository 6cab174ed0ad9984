import { DAY_MS, HOUR_MS, epochMs, type EpochMs } from '../domain/instant.ts';
import { START } from '../domain/journal-record.ts';
import { trendNumber } from '../domain/trend.ts';
import type { Journal } from '../journal/journal.ts';
import { latchSlotName } from '../pipeline/latch.ts';
import type { SinkStatus, SourceStatus, StatusParts } from '../telemetry/status-board.ts';
import type { BridgeAccount } from './read-configuration.ts';
import {
  MOST_COUNTED_BEHIND,
  type ShownAccount,
  type ShownLatch,
  type ShownPart,
  type ShownReading,
  type ShownSink,
  type ShownSource,
} from '../telemetry/shown-account.ts';
import { sinkKinds } from './sink-kinds.ts';
import type { KeptStatus } from './status-keeper.ts';

/** How far back the drawn line goes. */
const DRAWN_MS = 3 * HOUR_MS;
/** The Web API is up to three hours late, and may have been away. */
const HISTORY_MS = DAY_MS;

/** What one account is shown from. */
export interface KnownOfAccount {
  readonly journal: Journal | undefined;
  readonly kept: KeptStatus | undefined;
  readonly latches: ReadonlyMap<string, ShownLatch>;
  readonly running: boolean;
  readonly writes: BridgeAccount['writes'];
}

/** One account, as far as it can be told from outside the daemon. */
export async function showAccount(
  parts: StatusParts,
  { journal, kept, latches, running, writes }: KnownOfAccount,
  at: EpochMs,
): Promise<ShownAccount> {
  const { name } = parts;
  const told = kept?.accounts.find((one) => one.name === name);
  const summary = await journal?.summary(name);
  const newest = await journal?.newest(name);
  const recent = (await journal?.readRange(name, epochMs(at - DRAWN_MS), at)) ?? [];

  const showPart = (
    side: 'source' | 'sink',
    part: string,
    last: SourceStatus | SinkStatus | undefined,
  ): ShownPart => {
    const latch = latches.get(latchSlotName(side, part));
    const told = running ? (last?.state ?? 'waiting') : 'stopped';
    const state = latch === undefined ? (told === 'latched' ? 'waiting' : told) : 'latched';
    const isTold = state === last?.state;
    return {
      name: part,
      state,
      ...(latch === undefined
        ? {}
        : { latch: { code: latch.code, message: latch.message, since: latch.since } }),
      ...given({
        since: latch?.since ?? (isTold ? last.since : undefined),
        lastFailure: last?.lastFailure,
        retryAt: isTold ? last.retryAt : undefined,
        lag: last?.lag,
      }),
    };
  };

  const sources = await Promise.all(
    parts.sources.map(async (part): Promise<ShownSource> => {
      const last = told?.sources.find((one) => one.name === part);
      const nextPollAt = last?.nextPollAt;
      const held = part === 'web-api' ? await newestOfHistory(journal, name, at) : undefined;
      return {
        ...showPart('source', part, last),
        ...given({
          newest: laterOf(last?.newest, held),
          lastAnswerAt: last?.lastAnswerAt,
          nextPollAt:
            running && nextPollAt !== undefined && nextPollAt > at ? nextPollAt : undefined,
        }),
      };
    }),
  );
  const sinks = await Promise.all(
    parts.sinks.map(async (part): Promise<ShownSink> => {
      const last = told?.sinks.find((one) => one.name === part);
      const cursor = journal === undefined ? START : await journal.cursor(name, part);
      // What a sink does not take is not owed to it.
      const kinds = sinkKinds(part, writes);
      const unconfirmed =
        (await journal?.readAfter(name, cursor, MOST_COUNTED_BEHIND, kinds)) ?? [];
      // Everything is confirmed, also what was delivered before the daemon was started.
      const isAllThere =
        unconfirmed.length === 0 && kinds.includes('reading') && summary?.refused === 0;
      return {
        ...showPart('sink', part, last),
        ...given({
          newest: laterOf(last?.newest, isAllThere ? newest?.record.systemTime : undefined),
          lastDeliveryAt: last?.lastDeliveryAt,
        }),
        cursor,
        behind: unconfirmed.length,
      };
    }),
  );
  return {
    name,
    ...(newest === undefined ? {} : { newest: toShown(newest) }),
    recent: recent.map(toShown),
    records: summary?.records ?? 0,
    setAside: summary?.setAside ?? 0,
    refused: summary?.refused ?? 0,
    sources,
    sinks,
  };
}

/** Only the Web API names its readings; what it gave after Share is told nowhere else. */
async function newestOfHistory(
  journal: Journal | undefined,
  account: string,
  at: EpochMs,
): Promise<EpochMs | undefined> {
  const held = (await journal?.readRange(account, epochMs(at - HISTORY_MS), at)) ?? [];
  return held.findLast(({ record }) => record.recordId !== undefined)?.record.systemTime;
}

function laterOf(one: EpochMs | undefined, other: EpochMs | undefined): EpochMs | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return one > other ? one : other;
}

type Given<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

/** Without the fields that are not known. */
function given<T extends object>(fields: T): Given<T> {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined),
  ) as Given<T>;
}

type Held = NonNullable<Awaited<ReturnType<Journal['newest']>>>;

function toShown({ record }: Held): ShownReading {
  return {
    at: record.systemTime,
    glucoseMgdl: record.glucoseMgdl,
    ...(record.trend === undefined ? {} : { trend: trendNumber(record.trend) }),
  };
}
