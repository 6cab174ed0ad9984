import { SECOND_MS } from '../../../domain/instant.ts';
import { jsonReply, type WireReply, type WireRequest } from '../../wire/wire-reply.ts';
import { randomUuid } from '../../share/uuid.ts';
import type { WebApiWorld } from '../web-api-world.ts';
import type { TokenPair } from './token-office.ts';

/** The body of a token request, as far as it is a form. */
export function tokenForm(request: WireRequest): URLSearchParams {
  const type = request.headers['content-type'] ?? '';
  return new URLSearchParams(
    /^application\/x-www-form-urlencoded\b/i.test(type) ? request.body : '',
  );
}

/** `POST /v3/oauth2/token`: a code or a refresh token for a new pair. The credentials count in the body only. */
export function token(world: WebApiWorld, request: WireRequest): WireReply {
  const form = tokenForm(request);
  const fail = (error: string, why: string): WireReply =>
    jsonReply(
      error === 'invalid_client' ? 401 : 400,
      { error, ...(world.shape.errorDescription ? { error_description: why } : {}) },
      { 'cache-control': 'no-store' },
    );
  const repeated = [...form.keys()].find((name) => form.getAll(name).length > 1);
  if (repeated !== undefined) return fail('invalid_request', `${repeated} is given twice`);
  const client = form.get('client_id') ?? '';
  if (form.size === 0) return fail('invalid_request', 'the body is no form');
  const app = world.apps.find(client);
  if (!app || form.get('client_secret') !== app.secret) {
    return fail('invalid_client', 'Invalid client or Invalid client credentials');
  }
  const now = world.clock.now();
  const field = (name: string): string => form.get(name) ?? '';
  switch (form.get('grant_type')) {
    case null:
    case '':
      return fail('invalid_request', 'grant_type is missing');
    case 'authorization_code': {
      if (field('code') === '') return fail('invalid_request', 'code is missing');
      if (field('redirect_uri') === '') return fail('invalid_request', 'redirect_uri is missing');
      const pair = world.office.redeem(field('code'), client, field('redirect_uri'), now);
      return pair ? granted(world, pair) : fail('invalid_grant', 'Code not valid');
    }
    case 'refresh_token': {
      if (field('refresh_token') === '') return fail('invalid_request', 'refresh_token is missing');
      const pair = world.office.refresh(field('refresh_token'), client, now);
      return pair ? granted(world, pair) : fail('invalid_grant', 'Token is not active');
    }
    default:
      return fail('unsupported_grant_type', 'grant_type is unknown');
  }
}

function granted({ shape, random, clock }: WebApiWorld, pair: TokenPair): WireReply {
  const answer = {
    access_token: pair.accessToken,
    expires_in: shape.expiresInMs ? pair.expiresInMs : Math.round(pair.expiresInMs / SECOND_MS),
    token_type: 'Bearer',
    refresh_token: pair.refreshToken,
  };
  // QUIRK(web-api, 2026-11): the documents show the policy's date as text with a comma at its end.
  const further = {
    refresh_expires_in: 0,
    'not-before-policy': `${Math.floor(clock.now() / SECOND_MS)},`,
    session_state: randomUuid(random),
  };
  return jsonReply(200, shape.tokenForm === 'long' ? { ...answer, ...further } : answer, {
    'cache-control': 'no-store',
  });
}
