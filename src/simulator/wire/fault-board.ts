import type { EpochMs } from '../../domain/instant.ts';

/** A fault that waits for requests. */
export interface FaultOrder<F> {
  /** The endpoint it is for, or `any`. */
  readonly endpoint: string;
  readonly fault: F;
  /** How many more requests it hits; absent means until cleared. */
  readonly times?: number;
  /** From this instant on it hits none; absent means until cleared. */
  readonly until?: EpochMs;
}

/** The faults in force. Counted ones go first, in the order they were set; then the lasting ones. */
export interface FaultBoard<F> {
  /** Sets a fault for the next `times` requests, up to an instant, or until it is cleared. */
  set(fault: F, endpoint?: string, times?: number, until?: EpochMs): void;
  /**
   * The fault that hits this request, if any; uses up one of its times.
   * @param endpoint its name, or all names that a fault for it may be set under.
   * @param now absent: no fault has run out.
   */
  take(endpoint: string | readonly string[], now?: EpochMs): F | undefined;
  /** Clears the faults of one endpoint, or all. */
  clear(endpoint?: string): void;
  list(): readonly FaultOrder<F>[];
}

/** An empty board. */
export function createFaultBoard<F>(): FaultBoard<F> {
  let orders: (FaultOrder<F> & { left: number })[] = [];
  return {
    set(fault, endpoint = 'any', times, until) {
      if (times !== undefined && times <= 0) return;
      orders.push({
        endpoint,
        fault,
        left: times ?? Number.POSITIVE_INFINITY,
        ...(until === undefined ? {} : { until }),
      });
    },
    take(endpoint, now) {
      const names = ['any', ...(typeof endpoint === 'string' ? [endpoint] : endpoint)];
      if (now !== undefined) orders = orders.filter(({ until = now + 1 }) => now < until);
      const fits = orders.filter((order) => names.includes(order.endpoint));
      const hit = fits.find((order) => Number.isFinite(order.left)) ?? fits[0];
      if (!hit) return undefined;
      hit.left -= 1;
      orders = orders.filter((order) => order.left > 0);
      return hit.fault;
    },
    clear(endpoint) {
      orders = endpoint === undefined ? [] : orders.filter((order) => order.endpoint !== endpoint);
    },
    list: () =>
      orders.map(({ endpoint, fault, left, until }) => ({
        endpoint,
        fault,
        ...(Number.isFinite(left) ? { times: left } : {}),
        ...(until === undefined ? {} : { until }),
      })),
  };
}
