import { HOUR_MS, epochMs, type EpochMs } from '../domain/instant.ts';
import { START } from '../domain/journal-record.ts';
import { trendNumber } from '../domain/trend.ts';
import type { Journal } from '../journal/journal.ts';
import { latchSlotName } from '../pipeline/latch.ts';
import type { StatusParts } from '../telemetry/status-board.ts';
import type { BridgeAccount } from './read-configuration.ts';
import type {
  ShownAccount,
  ShownLatch,
  ShownPart,
  ShownReading,
  ShownSink,
  ShownSource,
} from '../telemetry/shown-account.ts';
import { sinkKinds } from './sink-kinds.ts';
import type { KeptStatus } from './status-keeper.ts';

/** How far back the drawn line goes. */
const DRAWN_MS = 3 * HOUR_MS;
/** A sink that is further behind than this is behind enough. */
const COUNTED = 10_000;

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

  const showPart = (side: 'source' | 'sink', part: string): ShownPart => {
    const last = (side === 'source' ? told?.sources : told?.sinks)?.find(
      (one) => one.name === part,
    );
    const latch = latches.get(latchSlotName(side, part));
    const state = running ? (last?.state ?? 'waiting') : 'stopped';
    return {
      name: part,
      state: latch === undefined ? (state === 'latched' ? 'waiting' : state) : 'latched',
      ...(latch === undefined
        ? {}
        : { latch: { code: latch.code, message: latch.message, since: latch.since } }),
      ...(last?.lastFailure === undefined ? {} : { lastFailure: last.lastFailure }),
      ...(last?.lag === undefined ? {} : { lag: last.lag }),
    };
  };

  const sources = parts.sources.map((part): ShownSource => {
    const nextPollAt = told?.sources.find((one) => one.name === part)?.nextPollAt;
    return {
      ...showPart('source', part),
      ...(running && nextPollAt !== undefined && nextPollAt > at ? { nextPollAt } : {}),
    };
  });
  const sinks = await Promise.all(
    parts.sinks.map(async (part): Promise<ShownSink> => {
      const cursor = journal === undefined ? START : await journal.cursor(name, part);
      // What a sink does not take is not owed to it.
      const kinds = sinkKinds(part, writes);
      const unconfirmed = (await journal?.readAfter(name, cursor, COUNTED, kinds)) ?? [];
      return { ...showPart('sink', part), cursor, behind: unconfirmed.length };
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

type Held = NonNullable<Awaited<ReturnType<Journal['newest']>>>;

function toShown({ record }: Held): ShownReading {
  return {
    at: record.systemTime,
    glucoseMgdl: record.glucoseMgdl,
    ...(record.trend === undefined ? {} : { trend: trendNumber(record.trend) }),
  };
}
