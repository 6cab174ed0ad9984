import { isIPv4, isIPv6 } from 'node:net';

const GROUPS = 8;
/** An IPv6 household or server has a whole /64 to itself. */
const NETWORK_GROUPS = 4;

/** Who counts as one client: an IPv4 address, or the /64 of an IPv6 one. All that are not known are one client. */
export function clientKey(address: string | undefined): string {
  const plain = (address ?? '').replace(/%.*$/, '').toLowerCase();
  if (isIPv4(plain)) return plain;
  if (!isIPv6(plain)) return 'unknown';
  const groups = expand(plain);
  const isMapped = groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff;
  if (isMapped) return groups.slice(6).flatMap(bytesOf).join('.');
  return groups
    .slice(0, NETWORK_GROUPS)
    .map((group) => group.toString(16))
    .join(':');
}

/** The eight groups of a valid IPv6 address. */
function expand(address: string): readonly number[] {
  const [head = [], tail] = address.split('::').map(groupsOf).map(numbersOf);
  if (tail === undefined) return [...head];
  return [...head, ...Array<number>(GROUPS - head.length - tail.length).fill(0), ...tail];
}

function groupsOf(part: string): readonly string[] {
  return part === '' ? [] : part.split(':');
}

function numbersOf(groups: readonly string[]): readonly number[] {
  return groups.flatMap((group) => {
    if (!group.includes('.')) return [Number.parseInt(group, 16)];
    const [a = 0, b = 0, c = 0, d = 0] = group.split('.').map(Number);
    return [a * 256 + b, c * 256 + d];
  });
}

function bytesOf(group: number): readonly number[] {
  return [group >> 8, group & 0xff];
}
