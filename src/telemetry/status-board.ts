import type { BridgeFailure } from '../domain/failure.ts';
import type { EpochMs } from '../domain/instant.ts';
import type { Clock } from '../platform/clock.ts';
import type { BridgeEvent, Emit } from './events.ts';
import { createLagRecord, type LagFigures, type LagRecord } from './lag-record.ts';

/** What a source or a sink is doing. `quiet`: it answers, but has had nothing new for long. */
export type PartState = 'starting' | 'ok' | 'quiet' | 'failing' | 'latched';

/** The last failure, in words that hold no secret. */
export interface FailureNote {
  readonly code: string;
  readonly message: string;
  readonly at: EpochMs;
}

interface PartStatus {
  readonly name: string;
  readonly state: PartState;
  /** Since when it has been in this state. */
  readonly since: EpochMs;
  /** Until it next goes well. */
  readonly lastFailure?: FailureNote;
  /** When it is tried again, while failing. */
  readonly retryAt?: EpochMs;
  /** Newest system time met at this source, or delivered by this sink, since the bridge started. */
  readonly newest?: EpochMs;
  /** Of readings measured since the bridge started, in ms. */
  readonly lag?: LagFigures;
}

/** Latest state of one source. */
export interface SourceStatus extends PartStatus {
  readonly lastAnswerAt?: EpochMs;
  readonly nextPollAt?: EpochMs;
  /** Readings recorded from it since the bridge started. */
  readonly added: number;
}

/** Latest state of one sink. Counts are since the bridge started. */
export interface SinkStatus extends PartStatus {
  readonly lastDeliveryAt?: EpochMs;
  readonly written: number;
  readonly present: number;
  readonly refused: number;
}

/** Latest state of one account. Holds no glucose value. */
export interface AccountStatus {
  readonly name: string;
  /** Newest system time met since the bridge started. */
  readonly newest?: EpochMs;
  readonly setAside: number;
  readonly sources: readonly SourceStatus[];
  readonly sinks: readonly SinkStatus[];
}

/** Latest state of everything. */
export interface BridgeStatus {
  readonly startedAt: EpochMs;
  readonly accounts: readonly AccountStatus[];
}

/** Names of what will report. */
export interface StatusParts {
  readonly name: string;
  readonly sources: readonly string[];
  readonly sinks: readonly string[];
}

/** Keeps the latest state, told by events alone. */
export interface StatusBoard {
  readonly note: Emit;
  snapshot(): BridgeStatus;
}

type Changing<T> = { -readonly [K in keyof T]: T[K] };
interface Part<T> {
  status: Changing<T>;
  readonly lag: LagRecord;
}
interface Account {
  newest: EpochMs | undefined;
  setAside: number;
  readonly sources: Map<string, Part<SourceStatus>>;
  readonly sinks: Map<string, Part<SinkStatus>>;
}

/** @param accounts what is configured; events of anything else are passed over. */
export function createStatusBoard(clock: Clock, accounts: readonly StatusParts[]): StatusBoard {
  const startedAt = clock.now();
  const held = new Map<string, Account>();
  for (const { name, sources, sinks } of accounts) {
    const part = { state: 'starting', since: startedAt } as const;
    held.set(name, {
      newest: undefined,
      setAside: 0,
      sources: new Map(
        sources.map((source) => [
          source,
          { status: { name: source, ...part, added: 0 }, lag: createLagRecord() },
        ]),
      ),
      sinks: new Map(
        sinks.map((sink) => [
          sink,
          {
            status: { name: sink, ...part, written: 0, present: 0, refused: 0 },
            lag: createLagRecord(),
          },
        ]),
      ),
    });
  }

  const move = (status: Changing<PartStatus>, state: PartState) => {
    if (status.state !== state) status.since = clock.now();
    status.state = state;
    if (state !== 'failing') delete status.retryAt;
  };
  const fail = (status: Changing<PartStatus>, failure: BridgeFailure) => {
    status.lastFailure = { code: failure.code, message: failure.message, at: clock.now() };
  };
  const reach = (status: Changing<PartStatus>, at: EpochMs | undefined) => {
    const newest = later(status.newest, at);
    if (newest !== undefined) status.newest = newest;
  };
  const meet = (account: Account, status: Changing<PartStatus>, at: EpochMs | undefined) => {
    account.newest = later(account.newest, at);
    reach(status, at);
  };

  const noteSource = (event: BridgeEvent, account: Account) => {
    if (!('source' in event)) return;
    const part = account.sources.get(event.source);
    if (part === undefined) return;
    const { status, lag } = part;
    switch (event.type) {
      case 'source.polled':
        if (status.state !== 'quiet' || event.added > 0) move(status, 'ok');
        status.lastAnswerAt = clock.now();
        delete status.lastFailure;
        if (event.nextPollAt === undefined) delete status.nextPollAt;
        else status.nextPollAt = event.nextPollAt;
        meet(account, status, event.newest);
        break;
      case 'history.synced':
        // Late by nature: that it brings nothing for hours is no news.
        move(status, 'ok');
        status.lastAnswerAt = clock.now();
        status.added += event.added;
        delete status.lastFailure;
        if (event.nextSyncAt === undefined) delete status.nextPollAt;
        else status.nextPollAt = event.nextSyncAt;
        break;
      case 'source.quiet':
        move(status, 'quiet');
        break;
      case 'source.failed':
        move(status, 'failing');
        status.retryAt = event.retryAt;
        delete status.nextPollAt;
        fail(status, event.failure);
        break;
      case 'source.latched':
        move(status, 'latched');
        delete status.nextPollAt;
        fail(status, event.failure);
        break;
      case 'source.opened':
        move(status, 'starting');
        break;
      case 'reading.changed':
        meet(account, status, event.reading.systemTime);
        break;
      case 'reading.recorded':
        // A pass over the history counts its records itself.
        if (event.source === 'share') status.added += 1;
        meet(account, status, event.reading.systemTime);
        if (event.reading.systemTime >= startedAt) lag.add(event.lagMs);
        break;
    }
  };

  const noteSink = (event: BridgeEvent, account: Account) => {
    if (!('sink' in event)) return;
    const part = account.sinks.get(event.sink);
    if (part === undefined) return;
    const { status, lag } = part;
    switch (event.type) {
      case 'sink.delivered':
        move(status, 'ok');
        status.lastDeliveryAt = clock.now();
        delete status.lastFailure;
        reach(status, event.newest);
        status.written += event.written;
        status.present += event.present;
        status.refused += event.refused;
        if (event.newest >= startedAt) lag.add(event.lagMs);
        break;
      case 'sink.failed':
        move(status, 'failing');
        status.retryAt = event.retryAt;
        fail(status, event.failure);
        break;
      case 'sink.latched':
        move(status, 'latched');
        fail(status, event.failure);
        break;
      case 'sink.opened':
        move(status, 'starting');
        break;
      case 'sink.moved':
      case 'sink.refused':
        break;
    }
  };

  return {
    note(event) {
      if (!('account' in event)) return;
      const account = held.get(event.account);
      if (account === undefined) return;
      if (event.type === 'record.set_aside') account.setAside += 1;
      noteSource(event, account);
      noteSink(event, account);
    },
    snapshot: () => ({
      startedAt,
      accounts: [...held].map(([name, account]) => ({
        name,
        ...(account.newest === undefined ? {} : { newest: account.newest }),
        setAside: account.setAside,
        sources: [...account.sources.values()].map(withLag),
        sinks: [...account.sinks.values()].map(withLag),
      })),
    }),
  };
}

function withLag<T extends PartStatus>(part: Part<T>): T {
  const figures = part.lag.figures();
  return { ...(part.status as T), ...(figures === undefined ? {} : { lag: figures }) };
}

function later(a: EpochMs | undefined, b: EpochMs | undefined): EpochMs | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return a > b ? a : b;
}
