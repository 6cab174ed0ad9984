import { DAY_MS, epochMs, MINUTE_MS } from '../../domain/instant.ts';
import { textReply, type WireReply, type WireRequest } from '../wire/wire-reply.ts';
import { malformedText } from './malformed-record.ts';
import { shareError } from './share-error.ts';
import { shareRecordText } from './share-record.ts';
import type { ShareWorld } from './share-world.ts';
import { isUuid, NULL_UUID, randomUuid } from './uuid.ts';

/** Larger requests are cut to these, as far as anybody could tell. */
const MOST_MINUTES = 1_440;
const MOST_RECORDS = 288;
/** How far ahead a record dated by hand is looked for. */
const AHEAD_MS = 400 * DAY_MS;

/** What the query of a read asks for; names are taken in any case. */
export interface ReadQuery {
  readonly sessionId: string | undefined;
  readonly minutes: number;
  readonly maxCount: number;
}

/** Reads `sessionId` or `sessionID`, `minutes` and `maxCount`. A number that is none comes out as NaN. */
export function readQuery(request: WireRequest): ReadQuery {
  const named = new Map([...request.query].map(([name, value]) => [name.toLowerCase(), value]));
  const number = (name: string): number => {
    const text = named.get(name);
    return text !== undefined && /^-?\d+$/.test(text) ? Number(text) : Number.NaN;
  };
  return {
    sessionId: named.get('sessionid'),
    minutes: number('minutes'),
    maxCount: number('maxcount'),
  };
}

/** ReadPublisherLatestGlucoseValues: the newest records of the last minutes, newest first. */
export function latestValues(world: ShareWorld, request: WireRequest): WireReply {
  const { clock, shape } = world;
  const fail = (code: string, message?: string): WireReply =>
    shareError(code, shape.subCode, randomUuid(world.random), message);
  const { sessionId, minutes, maxCount } = readQuery(request);
  if (sessionId === undefined || !isUuid(sessionId)) {
    return textReply(400, 'text/html', '<h2>Bad Request</h2> sessionId is not a valid UUID');
  }
  // QUIRK(share, 2021): the null session is taken, and answered with nothing at all.
  if (sessionId === NULL_UUID) return textReply(200, 'application/json', '');
  if (Number.isNaN(minutes)) return fail('InvalidArgument', 'Argument is invalid: minutes');
  if (Number.isNaN(maxCount)) return fail('InvalidArgument', 'Argument is invalid: maxCount');
  const now = clock.now();
  const accountId = world.sessions.accountOf(sessionId, now);
  if (accountId === undefined) return fail('SessionIdNotFound');
  const { patient = world.patient, sharing } = world.accounts.find(accountId);
  const count = Math.min(Math.max(maxCount, 0), MOST_RECORDS);
  const windowMs = Math.min(Math.max(minutes, 0), MOST_MINUTES) * MINUTE_MS;
  if (!sharing || count === 0 || windowMs === 0) return textReply(200, 'application/json', '[]');
  const from = epochMs(now - windowMs);
  const good = patient
    .readings(from, epochMs(now + AHEAD_MS), now)
    .map((record) => ({ at: record.systemTime, text: shareRecordText(record, shape) }));
  const broken = world.malformed
    .filter(({ at }) => at >= from && at <= now)
    .map(({ kind, at }) => ({ at, text: malformedText(kind, at) }));
  const newestFirst = [...good, ...broken].sort((a, b) => b.at - a.at).slice(0, count);
  return textReply(200, 'application/json', `[${newestFirst.map(({ text }) => text).join(',')}]`);
}
