import { HOUR_MS, epochMs, type EpochMs } from '../domain/instant.ts';
import { trendNumber } from '../domain/trend.ts';
import { START } from '../domain/journal-record.ts';
import type { Journal } from '../journal/journal.ts';
import { readHolder } from '../journal/sqlite/index.ts';
import { latchSlotName, type Latch } from '../pipeline/latch.ts';
import { systemClock } from '../platform/clock.ts';
import type { LagFigures } from '../telemetry/lag-record.ts';
import type { FailureNote, StatusParts } from '../telemetry/status-board.ts';
import type { Call } from './call.ts';
import { knownAccounts } from './known-accounts.ts';
import { openForReading } from './open-journal.ts';
import { sinkKinds } from './sink-kinds.ts';
import { openStores } from './open-state.ts';
import { partsOf } from './plan-accounts.ts';
import { readPlace, type BridgeAccount } from './read-configuration.ts';
import { readLatches } from './read-latches.ts';
import { readKeptStatus, type KeptStatus } from './status-keeper.ts';

/** An account that the settings do not name. */
const NOTHING_MORE = { writes: { events: false, mbg: false, alerts: false } };
/** How far back the drawn line goes. */
const DRAWN_MS = 3 * HOUR_MS;

/** A value with its instant. */
export interface ShownReading {
  readonly at: EpochMs;
  readonly glucoseMgdl: number;
  /** 0–9, where it was said. */
  readonly trend?: number;
}

interface ShownPart {
  readonly name: string;
  /** `stopped`: no daemon runs. `waiting`: one runs and has not told anything of it yet. */
  readonly state: string;
  readonly latch?: Pick<Latch, 'code' | 'message' | 'since'>;
  readonly lastFailure?: FailureNote;
  readonly lag?: LagFigures;
}

/** One source, as far as it can be told from outside the daemon. */
export interface ShownSource extends ShownPart {
  readonly nextPollAt?: EpochMs;
}

/** One sink, as far as it can be told from outside the daemon. */
export interface ShownSink extends ShownPart {
  readonly cursor: number;
  /** Changes in the journal that it has not confirmed yet. */
  readonly behind: number;
}

/** One account. */
export interface ShownAccount {
  readonly name: string;
  readonly newest?: ShownReading;
  /** The last three hours, ascending. */
  readonly recent: readonly ShownReading[];
  readonly records: number;
  readonly setAside: number;
  readonly refused: number;
  readonly sources: readonly ShownSource[];
  readonly sinks: readonly ShownSink[];
}

/** What `status` shows. */
export interface StatusReport {
  readonly at: EpochMs;
  readonly dataDir: string;
  readonly journal: 'present' | 'absent';
  /** Who runs, if anybody. */
  readonly running?: { readonly pid?: number; readonly purpose: string; readonly since?: EpochMs };
  /** When the daemon last wrote its state down. */
  readonly stateFrom?: EpochMs;
  readonly accounts: readonly ShownAccount[];
  /** What could not be looked at, and why. */
  readonly notes: readonly string[];
}

/**
 * Reads beside a daemon that may be running and changes nothing.
 * @throws ConfigFaults; BridgeFailure `journal.…`
 */
export async function readStatus(call: Call): Promise<StatusReport> {
  const config = await readPlace(call);
  const at = systemClock.now();
  const journal = await openForReading(config.dataDir);
  try {
    const holder = journal === undefined ? undefined : await readHolder(config.dataDir);
    const kept = journal === undefined ? undefined : await readKeptStatus(journal);
    const accounts: ShownAccount[] = [];
    const notes: string[] = [];
    const stores = journal && (await openStores(config, journal, systemClock, { mayCopy: false }));
    try {
      for (const account of await knownAccounts(config.accounts.map(partsOf), journal)) {
        const { name } = account;
        const latches = await readLatches(account, stores?.of(name));
        if (latches.unread !== undefined) notes.push(`Account ${name}: ${latches.unread}`);
        const { writes } = config.accounts.find((one) => one.name === name) ?? NOTHING_MORE;
        const running = holder !== undefined;
        const given = { journal, kept, latches: latches.closed, running, writes };
        accounts.push(await showAccount(account, given, at));
      }
    } finally {
      await stores?.close();
    }
    return {
      at,
      dataDir: config.dataDir,
      journal: journal === undefined ? 'absent' : 'present',
      ...(holder === undefined
        ? {}
        : { running: holder === 'unknown' ? { purpose: 'unknown' } : pick(holder) }),
      ...(kept === undefined ? {} : { stateFrom: kept.keptAt }),
      accounts,
      notes,
    };
  } finally {
    await journal?.close();
  }
}

function pick(holder: { pid: number; purpose: string; since: EpochMs }) {
  return { pid: holder.pid, purpose: holder.purpose, since: holder.since };
}

/** What one account is shown from. */
interface Known {
  readonly journal: Journal | undefined;
  readonly kept: KeptStatus | undefined;
  readonly latches: ReadonlyMap<string, Latch>;
  readonly running: boolean;
  readonly writes: BridgeAccount['writes'];
}

async function showAccount(
  parts: StatusParts,
  { journal, kept, latches, running, writes }: Known,
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

/** A sink that is further behind than this is behind enough. */
const COUNTED = 10_000;

type Held = NonNullable<Awaited<ReturnType<Journal['newest']>>>;

function toShown({ record }: Held): ShownReading {
  return {
    at: record.systemTime,
    glucoseMgdl: record.glucoseMgdl,
    ...(record.trend === undefined ? {} : { trend: trendNumber(record.trend) }),
  };
}
