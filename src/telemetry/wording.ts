import type { BridgeFailure } from '../domain/failure.ts';
import { toIsoUtc } from '../domain/instant.ts';
import { trendNumber, TRENDS } from '../domain/trend.ts';
import type { BridgeEvent } from './events.ts';

/** WARN: nothing is lost. ERROR: a person must act. */
export const LOG_LEVELS = ['error', 'warn', 'info', 'debug'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** What a field may hold. */
export type FieldValue = string | number | boolean | undefined;

/** An event in words: a message that never varies, and the facts as fields. */
export interface LogLine {
  readonly level: LogLevel;
  readonly message: string;
  readonly fields: Readonly<Record<string, FieldValue>>;
  /** For debugging only: where in the code it began. */
  readonly stack?: string;
}

/** Words a fact. The one place where the log’s sentences are written. */
export function wordEvent(event: BridgeEvent): LogLine {
  switch (event.type) {
    case 'bridge.started':
      return line('info', 'The bridge has started', {
        version: event.version,
        accounts: event.accounts.join(', '),
      });
    case 'bridge.listening':
      return line('info', 'Listening', { address: event.address });
    case 'bridge.stopping':
      return line('info', 'Stopping', { reason: event.reason });
    case 'bridge.stopped':
      return line('info', 'The bridge has stopped', { tookMs: event.tookMs });
    case 'bridge.crashed':
      return failed('error', 'The bridge has to stop', event.failure);
    case 'config.warned':
      return line('warn', 'A setting needs a look', { reason: event.message });
    case 'source.polled':
      return line(event.added + event.changed > 0 ? 'info' : 'debug', 'Source read', {
        account: event.account,
        source: event.source,
        fetched: event.fetched,
        added: event.added,
        changed: event.changed,
        newest: iso(event.newest),
        nextPollAt: iso(event.nextPollAt),
      });
    case 'source.quiet':
      return line('warn', 'The source answers but has no new reading', {
        account: event.account,
        source: event.source,
        newest: iso(event.since),
        reason:
          'Check on the phone that the Dexcom app shows readings, that Share is on and that it has at least one follower; a sensor in warm-up sends nothing either. The bridge goes on asking.',
      });
    case 'source.failed':
      return failed(levelOf(event.failure), 'The source could not be read', event.failure, {
        account: event.account,
        source: event.source,
        retryAt: iso(event.retryAt),
      });
    case 'source.latched':
      return failed('error', 'The source is stopped until a person acts', event.failure, {
        account: event.account,
        source: event.source,
      });
    case 'source.opened':
      return line('info', 'The source is open again', {
        account: event.account,
        source: event.source,
        why: event.why,
      });
    case 'reading.recorded':
      return line('debug', 'Reading recorded', {
        account: event.account,
        source: event.source,
        measuredAt: toIsoUtc(event.reading.systemTime),
        glucoseMgdl: event.reading.glucoseMgdl,
        trend: event.reading.trend && TRENDS[trendNumber(event.reading.trend)],
        lagMs: event.lagMs,
      });
    case 'reading.changed':
      return line('debug', 'Reading changed', {
        account: event.account,
        source: event.source,
        measuredAt: toIsoUtc(event.reading.systemTime),
        glucoseMgdl: event.reading.glucoseMgdl,
      });
    case 'history.synced':
      return line('info', 'History read', {
        account: event.account,
        source: event.source,
        windows: event.windows,
        added: event.added,
        changed: event.changed,
        importedTo: iso(event.importedTo),
        nextSyncAt: iso(event.nextSyncAt),
      });
    case 'record.set_aside':
      return line('warn', 'A record was set aside', {
        account: event.account,
        source: event.entry.source,
        reason: event.entry.reason,
      });
    case 'sink.delivered':
      return line(event.written + event.refused > 0 ? 'info' : 'debug', 'Delivered', {
        account: event.account,
        sink: event.sink,
        written: event.written,
        present: event.present,
        refused: event.refused,
        newest: toIsoUtc(event.newest),
        lagMs: event.lagMs,
      });
    case 'sink.failed':
      return failed(levelOf(event.failure), 'The sink could not be written', event.failure, {
        account: event.account,
        sink: event.sink,
        retryAt: iso(event.retryAt),
      });
    case 'sink.latched':
      return failed('error', 'The sink is stopped until a person acts', event.failure, {
        account: event.account,
        sink: event.sink,
      });
    case 'sink.moved':
      return line(
        'info',
        'The sink writes to another place than before: it gets the whole journal',
        {
          account: event.account,
          sink: event.sink,
          destination: event.destination,
        },
      );
    case 'sink.opened':
      return line('info', 'The sink is open again', {
        account: event.account,
        sink: event.sink,
        why: event.why,
      });
    case 'sink.refused':
      return line('error', 'The destination refuses a record for good', {
        account: event.account,
        sink: event.sink,
        code: event.code,
        reason: event.reason,
      });
    case 'server.failed':
      return failed('error', 'The HTTP server is not listening', event.failure, {
        retryAt: iso(event.retryAt),
      });
    case 'housekeeping.failed':
      return failed(levelOf(event.failure), 'Housekeeping did not finish', event.failure);
    case 'notify.sent':
      return line('info', 'Notice sent', {
        account: event.account,
        notice: event.notice,
        part: event.part,
      });
    case 'notify.failed':
      return failed(levelOf(event.failure), 'A notice could not be sent', event.failure, {
        retryAt: iso(event.retryAt),
      });
    case 'journal.pruned':
      return line('info', 'Old records removed from the journal', { removed: event.removed });
    case 'journal.verified':
      return line('debug', 'The journal is sound', {});
  }
}

function line(
  level: LogLevel,
  message: string,
  fields: Readonly<Record<string, FieldValue>>,
): LogLine {
  return { level, message, fields };
}

function failed(
  level: LogLevel,
  message: string,
  failure: BridgeFailure,
  fields: Readonly<Record<string, FieldValue>> = {},
): LogLine {
  return {
    level,
    message,
    fields: { ...fields, code: failure.code, reason: failure.message },
    stack: framesOf(failure),
  };
}

/** A failure that passes by itself is a warning; the other kinds need a person. */
function levelOf(failure: BridgeFailure): LogLevel {
  return failure.kind === 'transient' || failure.kind === 'throttled' ? 'warn' : 'error';
}

function iso(instant: Parameters<typeof toIsoUtc>[0] | undefined): string | undefined {
  return instant === undefined ? undefined : toIsoUtc(instant);
}

/** Only names and places: the message of a foreign error may echo what was sent. */
function framesOf(failure: BridgeFailure): string {
  const frames = (error: Error) =>
    (error.stack ?? '')
      .split('\n')
      .filter((text) => /^\s+at /.test(text))
      .join('\n');
  const { cause } = failure;
  return cause instanceof Error
    ? `${frames(failure)}\ncaused by ${cause.name}\n${frames(cause)}`
    : frames(failure);
}
