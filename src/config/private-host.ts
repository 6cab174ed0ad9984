import { isIP } from 'node:net';
import { isLoopback } from '../platform/web-address.ts';

/** Names that are given within a home, an office or a container network only. */
const LOCAL_NAME = /\.(local|lan|home|internal|home\.arpa)$/;
const PRIVATE_V4 = /^(10\.|192\.168\.|169\.254\.|172\.(1[6-9]|2\d|3[01])\.)/;
/** Of carriers and of networks such as Tailscale: 100.64.0.0 to 100.127.255.255. */
const SHARED_V4 = /^100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\./;
const PRIVATE_V6 = /^(f[cd]|fe[89ab])/;

/** True where a host name or address (without brackets) is of this machine or of a private network, as far as it can be told from the name. */
export function isPrivateHost(host: string): boolean {
  const name = host.toLowerCase();
  if (isLoopback(name)) return true;
  const version = isIP(name);
  if (version === 4) return PRIVATE_V4.test(name) || SHARED_V4.test(name);
  if (version === 6) return PRIVATE_V6.test(name);
  return !name.includes('.') || LOCAL_NAME.test(name);
}
