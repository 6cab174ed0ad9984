import { jsonReply, type WireReply, type WireRequest } from '../wire/wire-reply.ts';
import { shareError } from './share-error.ts';
import type { ShareWorld } from './share-world.ts';
import { isUuid, NULL_UUID, randomUuid } from './uuid.ts';

/** The body of a login call, as far as it is JSON. */
export function loginBody(request: WireRequest): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(request.body);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

/** AuthenticatePublisherAccount: name and password for the account's id. */
export function authenticate(world: ShareWorld, request: WireRequest): WireReply {
  return enter(world, request, 'name', (accountId) =>
    world.shape.account === 'object' ? { accountId } : accountId,
  );
}

/** LoginPublisherAccountByName: name and password for a session. */
export function loginByName(world: ShareWorld, request: WireRequest): WireReply {
  return enter(world, request, 'name', (accountId) =>
    world.sessions.open(accountId, world.clock.now()),
  );
}

/** LoginPublisherAccountById: account id and password for a session. */
export function loginById(world: ShareWorld, request: WireRequest): WireReply {
  const { accountId } = loginBody(request);
  // QUIRK(share, 2021): without an account id the login succeeds and hands out the null UUID.
  if (accountId === undefined || accountId === null || accountId === NULL_UUID) {
    return jsonReply(200, NULL_UUID);
  }
  return enter(world, request, 'accountId', (id) => world.sessions.open(id, world.clock.now()));
}

function enter(
  world: ShareWorld,
  request: WireRequest,
  by: 'name' | 'accountId',
  answer: (accountId: string) => unknown,
): WireReply {
  const fail = (code: string, message?: string): WireReply =>
    shareError(code, world.shape.subCode, randomUuid(world.random), message);
  const body = loginBody(request);
  const field = by === 'name' ? 'accountName' : 'accountId';
  const key = body[field];
  const password = body['password'];
  if ((typeof key !== 'string' && typeof key !== 'number') || key === '') {
    return fail('InvalidArgument', `Argument is missing or of the wrong kind: ${field}`);
  }
  if (password === undefined || password === null || password === '') {
    return fail('InvalidArgument', 'Argument is missing or empty: password');
  }
  if (by === 'accountId' && !isUuid(String(key))) {
    return fail('InvalidArgument', `${field} cannot be read as a java.util.UUID`);
  }
  // A number is not the text it looks like: whoever turns +1555… into a number cannot get in.
  const readable = typeof key === 'string' && typeof password === 'string';
  const admission = readable
    ? world.accounts.admit(by, key, password, world.clock.now())
    : { kind: 'refused' as const };
  switch (admission.kind) {
    case 'welcome':
      return jsonReply(200, answer(admission.accountId));
    case 'refused':
      return fail('AccountPasswordInvalid');
    case 'locked':
      return fail('SSO_AuthenticateMaxAttemptsExceeed');
  }
}
