/** A fault that waits for requests. */
export interface FaultOrder<F> {
  /** The endpoint it is for, or `any`. */
  readonly endpoint: string;
  readonly fault: F;
  /** How many more requests it hits; absent means until cleared. */
  readonly times?: number;
}

/** The faults in force. Counted ones go first, in the order they were set; then the lasting ones. */
export interface FaultBoard<F> {
  /** Sets a fault for the next `times` requests, or until it is cleared. */
  set(fault: F, endpoint?: string, times?: number): void;
  /** The fault that hits this request, if any; uses up one of its times. */
  take(endpoint: string): F | undefined;
  /** Clears the faults of one endpoint, or all. */
  clear(endpoint?: string): void;
  list(): readonly FaultOrder<F>[];
}

/** An empty board. */
export function createFaultBoard<F>(): FaultBoard<F> {
  let orders: (FaultOrder<F> & { left: number })[] = [];
  return {
    set(fault, endpoint = 'any', times) {
      if (times !== undefined && times <= 0) return;
      orders.push({ endpoint, fault, left: times ?? Number.POSITIVE_INFINITY });
    },
    take(endpoint) {
      const fits = orders.filter(
        (order) => order.endpoint === 'any' || order.endpoint === endpoint,
      );
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
      orders.map(({ endpoint, fault, left }) => ({
        endpoint,
        fault,
        ...(Number.isFinite(left) ? { times: left } : {}),
      })),
  };
}
