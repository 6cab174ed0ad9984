/** A web address read strictly: what may not be part of a base address is told apart. */
export interface WebAddress {
  /** Scheme, host, port and path, without a trailing slash. */
  readonly base: string;
  readonly protocol: 'http:' | 'https:';
  /** Lower case, without brackets. */
  readonly hostname: string;
  /** Host with port, where one is given. */
  readonly host: string;
  /** Path without a trailing slash; empty for none. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly hasCredentials: boolean;
  readonly hasFragment: boolean;
}

/** Reads `http://…` or `https://…`; a bare `host[:port][/path]` gets https. `undefined` when it is no such address. */
export function readWebAddress(text: string): WebAddress | undefined {
  const trimmed = text.trim();
  if (/[\s\\]/.test(trimmed)) return undefined;
  const full = trimmed.includes('://') ? trimmed : `https://${trimmed}`;
  if (!/^https?:\/\/[^/]/i.test(full) || !URL.canParse(full)) return undefined;
  const url = new URL(full);
  const path = url.pathname.replace(/\/+$/, '');
  return {
    base: `${url.protocol}//${url.host}${path}`,
    protocol: url.protocol === 'http:' ? 'http:' : 'https:',
    hostname: url.hostname.replace(/^\[|\]$/g, ''),
    host: url.host,
    path,
    query: url.searchParams,
    hasCredentials: url.username !== '' || url.password !== '',
    hasFragment: url.hash !== '',
  };
}

/** True where only this machine can be reached under that host name or address. */
export function isLoopback(host: string): boolean {
  const name = host.toLowerCase().replace(/^\[|\]$/g, '');
  return name === 'localhost' || name === '::1' || /^127(\.\d{1,3}){3}$/.test(name);
}
