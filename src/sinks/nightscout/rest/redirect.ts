import type { HttpResponse } from '../../../platform/http-client.ts';
import { redirected } from './failures.ts';

/**
 * Where a redirect leads, or undefined when the answer is none. Only the same host may be followed (another path,
 * or http to https): the request carries the secret.
 * @throws BridgeFailure `nightscout.redirected` for another host, and for https to http.
 */
export function redirectTarget(answer: HttpResponse, url: string): string | undefined {
  if (![301, 302, 303, 307, 308].includes(answer.status)) return undefined;
  const from = new URL(url);
  const location = answer.headers['location'];
  if (location === undefined || !URL.canParse(location, url)) return undefined;
  const to = new URL(location, url);
  const isUpgrade = from.protocol === 'http:' && to.protocol === 'https:';
  const isSameServer = from.protocol === to.protocol && from.host === to.host;
  if (from.hostname !== to.hostname || !(isUpgrade || isSameServer)) {
    throw redirected(`${from.protocol}//${from.host}`, `${to.protocol}//${to.host}`);
  }
  return to.href;
}
