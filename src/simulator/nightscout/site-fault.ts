import { readWireFault, type WireFault } from '../wire/wire-fault.ts';

/** A fault of the stand-in. */
export type SiteFault =
  | WireFault
  /** MongoDB fails after the first `stored` rows of the batch: 500, and the answer does not say which. */
  | { readonly kind: 'mongoError'; readonly stored: number }
  /** The last `count` rows of the batch are neither stored nor answered, under 200. */
  | { readonly kind: 'dropRows'; readonly count: number }
  /** Sent elsewhere: 301, 302, 307 or 308. */
  | { readonly kind: 'redirect'; readonly status: number; readonly location: string };

/** Reads a fault from JSON; undefined when it is none. */
export function readSiteFault(value: Readonly<Record<string, unknown>>): SiteFault | undefined {
  const whole = (name: string, fallback: number): number =>
    typeof value[name] === 'number' ? Math.max(0, Math.round(value[name])) : fallback;
  switch (value['kind']) {
    case 'mongoError':
      return { kind: 'mongoError', stored: whole('stored', 0) };
    case 'dropRows':
      return { kind: 'dropRows', count: whole('count', 1) };
    case 'redirect':
      return typeof value['location'] === 'string'
        ? { kind: 'redirect', status: whole('status', 302), location: value['location'] }
        : undefined;
    default:
      return readWireFault(value);
  }
}

/** True for a fault of the network or the edge. */
export function isSiteWireFault(fault: SiteFault): fault is WireFault {
  return fault.kind !== 'mongoError' && fault.kind !== 'dropRows' && fault.kind !== 'redirect';
}
