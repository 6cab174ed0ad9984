import type { EpochMs } from '../domain/instant.ts';
import type { Reading } from '../domain/reading.ts';
import type { Clock } from '../platform/clock.ts';
import type { Emit } from '../telemetry/events.ts';
import type { StatusParts } from '../telemetry/status-board.ts';
import { createDataWatch, type DataWatch } from './data-watch.ts';
import { createPartWatch, type PartWatch } from './part-watch.ts';
import type { Condition, Subject } from './trouble.ts';

/** How everything is, told by events alone. */
export interface Watch {
  readonly note: Emit;
  /** What was in the journal before the first event. */
  known(account: string, reading: Pick<Reading, 'systemTime' | 'glucoseMgdl'>): void;
  /** This machine slept: sources have their time of grace again. */
  beginAgain(): void;
  /** Every subject with how it is, in the order of their weight: data, sources, sinks. */
  look(): readonly (readonly [Subject, Condition])[];
  newest(account: string): DataWatch['newest'];
}

interface Account {
  readonly sources: ReadonlyMap<string, PartWatch>;
  readonly sinks: ReadonlyMap<string, PartWatch>;
  readonly data: DataWatch;
}

/** @param afterMs how long without a new reading counts as stopped */
export function createWatch(
  clock: Clock,
  accounts: readonly StatusParts[],
  afterMs: number,
): Watch {
  const startedAt = clock.now();
  const held = new Map(
    accounts.map(({ name, sources, sinks }): [string, Account] => {
      const watched = watchAll(sources);
      const data = createDataWatch({ startedAt, afterMs, sources: watched });
      return [name, { sources: watched, sinks: watchAll(sinks), data }];
    }),
  );

  return {
    note(event) {
      if (!('account' in event)) return;
      const account = held.get(event.account);
      if (account === undefined) return;
      if ('source' in event) noteSource(event, account, clock.now());
      if ('sink' in event) noteSink(event, account, clock.now());
    },
    known: (name, reading) => held.get(name)?.data.recorded(reading),
    beginAgain() {
      for (const { data } of held.values()) data.beginAgain(clock.now());
    },
    look() {
      const now = clock.now();
      return [...held].flatMap(([account, { data, sources, sinks }]) => [
        [{ about: 'data', account }, data.condition(now)] as const,
        ...[...sources].map(
          ([part, watch]) =>
            [{ about: 'source', account, part }, watch.condition(now, 'source')] as const,
        ),
        ...[...sinks].map(
          ([part, watch]) =>
            [{ about: 'sink', account, part }, watch.condition(now, 'sink')] as const,
        ),
      ]);
    },
    newest: (name) => held.get(name)?.data.newest,
  };
}

type SourceEvent = Extract<Parameters<Emit>[0], { readonly source: string }>;
type SinkEvent = Extract<Parameters<Emit>[0], { readonly sink: string }>;

function noteSource(event: SourceEvent, { sources, data }: Account, now: EpochMs): void {
  const source = sources.get(event.source);
  switch (event.type) {
    case 'source.polled':
      source?.worked();
      data.answered(event.newest);
      break;
    case 'source.quiet':
      data.answered(event.since);
      break;
    case 'history.synced':
      source?.worked();
      data.answered(undefined);
      break;
    case 'reading.recorded':
    case 'reading.changed':
      data.recorded(event.reading);
      break;
    case 'source.failed':
      source?.failed(event.failure, now, event.retryAt);
      break;
    case 'source.latched':
      source?.latched(event.failure, now);
      break;
    case 'source.opened':
      source?.opened(now);
      break;
  }
}

function noteSink(event: SinkEvent, { sinks }: Account, now: EpochMs): void {
  const sink = sinks.get(event.sink);
  switch (event.type) {
    case 'sink.delivered':
      sink?.worked();
      break;
    case 'sink.failed':
      sink?.failed(event.failure, now, event.retryAt);
      break;
    case 'sink.latched':
      sink?.latched(event.failure, now);
      break;
    case 'sink.opened':
      sink?.opened(now);
      break;
    case 'sink.moved':
    case 'sink.refused':
      break;
  }
}

function watchAll(names: readonly string[]): ReadonlyMap<string, PartWatch> {
  return new Map(names.map((name) => [name, createPartWatch()]));
}
