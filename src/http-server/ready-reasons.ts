import { HOUR_MS, MINUTE_MS, SECOND_MS, type EpochMs } from '../domain/instant.ts';
import type { AccountMeasure, BridgeMeasure, SinkMeasure } from '../telemetry/bridge-measure.ts';
import type { AccountStatus, SinkStatus, SourceStatus } from '../telemetry/status-board.ts';
import type { ReadyReason, ReadyState } from './ready-reason.ts';
import { remedyOf } from './ready-remedies.ts';

/**
 * A reading comes every five minutes and takes seconds to minutes to arrive: after three that did not come, the newest is
 * no longer a statement about now.
 */
export const FRESH_MS = 15 * MINUTE_MS;

/**
 * The Web API tells of readings one hour (United States) to three hours late, asks the phone to have been online, and is
 * asked every quarter of an hour: an account that has nothing else is fresh for so long.
 */
export const HISTORY_FRESH_MS = 6 * HOUR_MS;

/** A sync that is so long overdue is not coming. */
export const OVERDUE_MS = HOUR_MS;

/** A destination that is down for less is a hiccup: records wait in the journal. */
export const STUCK_MS = 15 * MINUTE_MS;

/** Told by name: what keeps the past is late by nature. */
const HISTORY_SOURCE = 'web-api';

/** Every reason why the bridge is not ready; none where it is. Pure. */
export function readyReasons(
  { status, accounts }: BridgeMeasure,
  now: EpochMs,
): readonly ReadyReason[] {
  return status.accounts.flatMap((told) => {
    const measured = accounts.find(({ name }) => name === told.name);
    return [
      ...sourceReasons(told, measured, now),
      ...told.sinks.flatMap((sink) => {
        const measure = measured?.sinks.find(({ name }) => name === sink.name);
        return sinkReasons(told.name, sink, measure, now);
      }),
    ];
  });
}

function sourceReasons(
  { name: account, sources }: AccountStatus,
  measured: AccountMeasure | undefined,
  now: EpochMs,
): readonly ReadyReason[] {
  const live = sources.filter(({ name }) => name !== HISTORY_SOURCE);
  return sources.flatMap((source) => {
    if (source.state === 'latched') return [reason(account, 'source', source, 'latched', now)];
    const isHistory = source.name === HISTORY_SOURCE;
    if (isHistory && live.length > 0) {
      // Beside a live source nobody waits for it: only a service that has been away for long is worth a word.
      const isAway = source.state === 'failing' && now - source.since > HISTORY_FRESH_MS;
      return isAway ? [reason(account, 'source', source, 'failing', now)] : [];
    }
    const { newest } = measured ?? {};
    const at = isHistory ? judgedAt(source, now) : now;
    // A reading far ahead of this machine’s clock says as little about now as an old one.
    const isFresh =
      newest !== undefined && Math.abs(at - newest) <= (isHistory ? HISTORY_FRESH_MS : FRESH_MS);
    if (isFresh) return [];
    const state = source.state === 'ok' ? 'quiet' : source.state;
    const since = state === 'quiet' ? (newest ?? source.since) : source.since;
    return [reason(account, 'source', { ...source, since }, state, now)];
  });
}

/** Whatever its schedule: a history was as fresh as it could be when it last answered, until the next sync is overdue. */
function judgedAt({ state, lastAnswerAt, nextPollAt }: SourceStatus, now: EpochMs): EpochMs {
  const isOnTime = state === 'ok' && nextPollAt !== undefined && now <= nextPollAt + OVERDUE_MS;
  return isOnTime ? (lastAnswerAt ?? now) : now;
}

/** A backlog that shrinks is not stuck, however old it is: so is every first import. */
function sinkReasons(
  account: string,
  sink: SinkStatus,
  measure: SinkMeasure | undefined,
  now: EpochMs,
): readonly ReadyReason[] {
  if (sink.state === 'latched') return [reason(account, 'sink', sink, 'latched', now)];
  if (measure?.pendingSince === undefined) return [];
  const isOlder = (than: EpochMs) => now - than > STUCK_MS;
  if (!isOlder(measure.pendingSince)) return [];
  const isDown =
    sink.state === 'failing' && (sink.lastDeliveryAt === undefined || isOlder(sink.lastDeliveryAt));
  if (!isDown && !isOlder(measure.cursorSince)) return [];
  // A sink that writes to another place now owes it everything, and has not owed it for years.
  const since =
    measure.pendingSince > measure.cursorSince ? measure.pendingSince : measure.cursorSince;
  return [reason(account, 'sink', { ...sink, since }, 'stuck', now)];
}

function reason(
  account: string,
  side: 'source' | 'sink',
  part: Pick<SourceStatus, 'name' | 'since' | 'lastFailure'>,
  state: ReadyState,
  now: EpochMs,
): ReadyReason {
  const { code } = part.lastFailure ?? {};
  const isTold = code !== undefined && state !== 'quiet' && state !== 'starting';
  return {
    account,
    part: `${side} ${part.name}`,
    state,
    ...(isTold ? { code } : {}),
    forSeconds: Math.max(0, Math.floor((now - part.since) / SECOND_MS)),
    remedy: remedyOf({
      account,
      side,
      part: part.name,
      state,
      code: code ?? '',
      isAhead: part.since > now,
    }),
  };
}
