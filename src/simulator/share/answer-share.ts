import { applyWireFault, replacesApplication } from '../wire/wire-fault.ts';
import {
  htmlReply,
  jsonReply,
  textReply,
  type WireReply,
  type WireRequest,
} from '../wire/wire-reply.ts';
import { latestValues, readQuery } from './latest-values-endpoint.ts';
import { authenticate, loginBody, loginById, loginByName } from './login-endpoints.ts';
import { shareError } from './share-error.ts';
import { isWireFault, type ShareFault } from './share-fault.ts';
import type { ShareWorld } from './share-world.ts';
import { NULL_UUID, randomUuid } from './uuid.ts';

/** The service's root path. */
export const SHARE_PATH = '/ShareWebServices/Services/';

type Endpoint = (world: ShareWorld, request: WireRequest) => WireReply;

const ENDPOINTS: Readonly<Record<string, { readonly method: string; readonly run: Endpoint }>> = {
  'General/AuthenticatePublisherAccount': { method: 'POST', run: authenticate },
  'General/LoginPublisherAccountById': { method: 'POST', run: loginById },
  'General/LoginPublisherAccountByName': { method: 'POST', run: loginByName },
  'Publisher/ReadPublisherLatestGlucoseValues': { method: 'POST', run: latestValues },
  'General/SystemUtcTime': {
    method: 'GET',
    run: ({ clock }) => jsonReply(200, { DateTime: `/Date(${clock.now()})/`, OffsetMinutes: 0 }),
  },
};

/** The names by which faults are set and requests are counted: the last part of each path. */
export const shareEndpoints: readonly string[] = Object.keys(ENDPOINTS).map(lastPart);

/** Answers one request to the service and remembers it without its secrets. */
export function answerShare(world: ShareWorld, request: WireRequest): WireReply {
  const name = request.path.slice(SHARE_PATH.length).replace(/\/+$/, '');
  const endpoint = ENDPOINTS[name];
  const counted = lastPart(name);
  const fault = world.faults.take(counted);
  const reply = withFault(world, fault, () => {
    if (!endpoint) return htmlReply(404, 'Endpoint not found.');
    if (request.method !== endpoint.method) return htmlReply(405, 'Method not allowed.');
    return endpoint.run(world, request);
  });
  remember(world, request, counted, reply, fault);
  return { ...reply, headers: { 'x-trace-id': randomUuid(world.random), ...reply.headers } };
}

function withFault(
  world: ShareWorld,
  fault: ShareFault | undefined,
  run: () => WireReply,
): WireReply {
  if (!fault) return run();
  if (isWireFault(fault)) {
    const blank = textReply(200, 'application/json', '');
    return applyWireFault(fault, replacesApplication(fault) ? blank : run(), world.clock.now());
  }
  switch (fault.kind) {
    case 'code':
      return shareError(fault.code, world.shape.subCode, randomUuid(world.random), fault.message);
    case 'nullUuid':
      return jsonReply(200, NULL_UUID);
    case 'noData':
      return textReply(200, 'application/json', '[]');
  }
}

function remember(
  world: ShareWorld,
  request: WireRequest,
  endpoint: string,
  reply: WireReply,
  fault: ShareFault | undefined,
): void {
  const { accountName, accountId, applicationId } = loginBody(request);
  const { sessionId, minutes, maxCount } = readQuery(request);
  const session = sessionId === undefined ? undefined : world.sessions.ordinalOf(sessionId);
  const userAgent = request.headers['user-agent'];
  const isRead = endpoint === 'ReadPublisherLatestGlucoseValues';
  world.requests.add({
    at: world.clock.now(),
    endpoint,
    method: request.method,
    status: reply.status,
    ...(userAgent === undefined ? {} : { userAgent }),
    ...(typeof accountName === 'string' ? { accountName } : {}),
    ...(typeof accountId === 'string' ? { accountId } : {}),
    ...(typeof applicationId === 'string' ? { applicationId } : {}),
    ...(session === undefined ? {} : { session }),
    ...(Number.isNaN(minutes) ? {} : { minutes }),
    ...(Number.isNaN(maxCount) ? {} : { maxCount }),
    ...(isRead && reply.status === 200
      ? { records: (reply.body.match(/"WT":/g) ?? []).length }
      : {}),
    ...(fault ? { fault: fault.kind } : {}),
  });
}

function lastPart(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
