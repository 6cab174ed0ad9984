import { isLoopback } from '../../platform/web-address.ts';

/** Why a request that came in on loopback is not from this machine after all. */
export type Outsider = 'proxied' | 'other-name' | 'other-site';

/** What proxies and tunnels add; a program on this machine sends none of them. */
const PROXY_HEADERS = /^(forwarded|x-forwarded-.+|x-real-ip|via|cf-connecting-ip|true-client-ip)$/i;

/**
 * Looks for somebody else behind a request on loopback. `proxied`: a proxy passes on readers from anywhere. `other-name`: it
 * asks for a host name that is not this machine’s own, which is how a web page reaches loopback by a name server of its
 * author (DNS rebinding). `other-site`: a browser says that a page of another site asks.
 */
export function findOutsider({ headers }: Request): Outsider | undefined {
  for (const name of headers.keys()) if (PROXY_HEADERS.test(name)) return 'proxied';
  const host = headers.get('host');
  if (host !== null && !isLoopback(withoutPort(host))) return 'other-name';
  return isOtherSite(headers) ? 'other-site' : undefined;
}

function withoutPort(host: string): string {
  return host.replace(/:\d*$/, '');
}

/**
 * Browsers say so themselves (Sec-Fetch-Site, since 2023 all of them); a program of this machine may name whatever origin it
 * likes. Opening an address is no reading of it: the site that linked here sees nothing of the answer.
 */
function isOtherSite(headers: Headers): boolean {
  const site = headers.get('sec-fetch-site');
  if (site !== 'cross-site' && site !== 'same-site') return false;
  const origin = headers.get('origin') ?? '';
  if (isLoopback(withoutPort(origin.replace(/^https?:\/\//i, '')))) return false;
  return headers.get('sec-fetch-mode') !== 'navigate';
}
