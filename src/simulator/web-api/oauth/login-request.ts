import { mayRedirectTo, type ClientApps } from './client-apps.ts';

/** A request to log in that is in order. */
export interface LoginRequest {
  readonly clientId: string;
  readonly redirectUri: string;
  readonly state: string;
}

/** Who has signed in and has yet to consent. */
export interface PendingConsent {
  readonly request: LoginRequest;
  readonly user: string;
}

/** What came of reading one. */
export type ReadLogin =
  | { readonly kind: 'right'; readonly request: LoginRequest }
  /** The person is told; redirecting would help an impostor. */
  | { readonly kind: 'refused'; readonly message: string }
  /** The application is told, by a redirect. */
  | { readonly kind: 'redirect'; readonly location: string };

/** Reads the query of `/v3/oauth2/login`; all five parameters are required. */
export function readLogin(apps: ClientApps, query: URLSearchParams): ReadLogin {
  const refused = (message: string): ReadLogin => ({ kind: 'refused', message });
  const clientId = query.get('client_id') ?? '';
  const app = apps.find(clientId);
  if (!app) return refused('client_id is missing or belongs to no application.');
  const redirectUri = query.get('redirect_uri') ?? '';
  if (!mayRedirectTo(app, redirectUri)) {
    return refused('redirect_uri is missing or not registered for this application.');
  }
  const state = query.get('state') ?? '';
  const told = (error: string): ReadLogin => ({
    kind: 'redirect',
    location: redirectTo({ redirectUri, state }, { error }),
  });
  if (query.get('response_type') !== 'code') return told('unsupported_response_type');
  if (query.get('scope') !== 'offline_access') return told('invalid_scope');
  if (state === '') return told('invalid_request');
  return { kind: 'right', request: { clientId, redirectUri, state } };
}

/** The redirect address with the outcome and the state in its query. */
export function redirectTo(
  { redirectUri, state }: Pick<LoginRequest, 'redirectUri' | 'state'>,
  outcome: Readonly<Record<string, string>>,
): string {
  const fields = new URLSearchParams({ ...outcome, ...(state === '' ? {} : { state }) });
  return `${redirectUri}${redirectUri.includes('?') ? '&' : '?'}${fields.toString()}`;
}
