import { epochMs, type EpochMs } from '../../../domain/instant.ts';
import { jsonReply, type WireReply, type WireRequest } from '../../wire/wire-reply.ts';
import { listNames } from '../records/records-world.ts';
import type { WebApiUser } from '../web-api-users.ts';
import type { WebApiWorld } from '../web-api-world.ts';
import { newerRanges } from './newer-ranges.ts';
import { readWindow } from './read-window.ts';

/** All six; of the first four a span of time is asked. */
export const dataNames = [...listNames, 'devices', 'dataRange'] as const;
export type DataName = (typeof dataNames)[number];

const VERSION = '3.0';
const RECORD_TYPES: Readonly<Record<DataName, string>> = {
  egvs: 'egv',
  calibrations: 'calibration',
  events: 'event',
  alerts: 'alert',
  devices: 'device',
  dataRange: 'dataRange',
};

/** `GET /v3/users/self/<name>` for a bearer who may, within the limit. */
export function readData(world: WebApiWorld, request: WireRequest, name: DataName): WireReply {
  const now = world.clock.now();
  const bearer = world.office.bearer(bearerOf(request), now);
  const user = bearer && world.users.find(bearer.user);
  if (!user) {
    return jsonReply(
      401,
      { error: 'invalid_token' },
      { 'www-authenticate': 'Bearer error="invalid_token"' },
    );
  }
  const full = world.limit.take(bearer.client, now);
  if (full) {
    return jsonReply(
      429,
      { error: 'rate limit exceeded' },
      world.shape.retryAfter ? { 'retry-after': String(full.waitSeconds) } : {},
    );
  }
  return contentOf(world, request, { name, user, client: bearer.client, now });
}

/** The access token of a request; empty where there is none. */
export function bearerOf(request: WireRequest): string {
  return /^Bearer +(\S+)$/i.exec(request.headers['authorization'] ?? '')?.[1] ?? '';
}

interface Asked {
  readonly name: DataName;
  readonly user: WebApiUser;
  readonly client: string;
  readonly now: EpochMs;
}

function contentOf(
  world: WebApiWorld,
  { query }: WireRequest,
  { name, user, client, now }: Asked,
): WireReply {
  const bad = (message: string): WireReply => jsonReply(400, { error: message });
  const records = user.records(client);
  const wrapper = {
    recordType: RECORD_TYPES[name],
    recordVersion: VERSION,
    userId: user.idFor(client),
  };
  if (name === 'dataRange') {
    const since = query.get('lastSyncTime');
    const ranges = since === null ? records.dataRange(now) : newerRanges(records, since, now);
    return ranges ? jsonReply(200, { ...wrapper, ...ranges }) : bad('lastSyncTime is no date');
  }
  const { shape } = world;
  const recordType = shape.recordTypePlural ? name : RECORD_TYPES[name];
  const answer = (found: readonly object[]): WireReply =>
    jsonReply(200, { ...wrapper, recordType, records: found });
  if (name === 'devices') return answer(records.devices(now));
  const window = readWindow(query);
  if ('fault' in window) return bad(window.fault);
  const to = shape.inclusiveEnd ? epochMs(window.to + 1) : window.to;
  return answer(inOrder(records.list(name, window.from, to, now), shape.order));
}

function inOrder(
  records: readonly object[],
  order: 'oldestFirst' | 'newestFirst' | 'mixed',
): readonly object[] {
  switch (order) {
    case 'oldestFirst':
      return records;
    case 'newestFirst':
      return records.toReversed();
    case 'mixed': {
      // Every second one from the end: neighbours part, nothing is lost.
      const odd = records.filter((_record, index) => index % 2 === 1);
      return [...odd.toReversed(), ...records.filter((_record, index) => index % 2 === 0)];
    }
  }
}
