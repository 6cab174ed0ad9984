import { textSchema, Unreadable } from '../platform/text-schema.ts';

/** Where the HTTP server listens. */
export interface Listen {
  /** Host name or address, without brackets. */
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  /** All addresses of the machine: `host` is `::`; where there is no IPv6, `0.0.0.0` is meant. */
  readonly everywhere: boolean;
}

const EXPECTED = 'host:port or [IPv6 address]:port, such as 127.0.0.1:17580; port 0 to 65535';

/** Reads `host:port`, `[v6]:port` and `*:port` (all addresses). */
export function readListen(text: string): Listen | undefined {
  const [, v6, plain, digits] =
    /^(?:\[([0-9a-f:.]+(?:%[\w.]+)?)\]|(\*|[^\s:[\]/@]+)):(\d{1,5})$/i.exec(text.trim()) ?? [];
  const port = Number(digits);
  const host = v6 ?? plain;
  if (host === undefined || !(port <= 65_535)) return undefined;
  if (v6 !== undefined && !URL.canParse(`http://[${v6.replace(/%.*/, '')}]/`)) return undefined;
  if (
    /^[\d.]+$/.test(host) &&
    !/^(25[0-5]|2[0-4]\d|1?\d?\d)(\.(25[0-5]|2[0-4]\d|1?\d?\d)){3}$/.test(host)
  ) {
    return undefined;
  }
  return host === '*' ? { host: '::', port, everywhere: true } : { host, port, everywhere: false };
}

/** How it is written. */
export function showListen({ host, port, everywhere }: Listen): string {
  if (everywhere) return `*:${port}`;
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}

/** Schema of a listening address. */
export const listenText = textSchema((text) => readListen(text) ?? new Unreadable(EXPECTED));
