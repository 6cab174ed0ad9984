import { HOUR_MS, SECOND_MS, type EpochMs } from '../../domain/instant.ts';

/** Calls that an application may make in an hour. */
export interface RateLimit {
  /** Counts one call; tells in how many seconds there is room again where there is none now. */
  take(client: string, now: EpochMs): { readonly waitSeconds: number } | undefined;
  /** Calls an hour, from the next call on. */
  set(callsPerHour: number): void;
  readonly callsPerHour: number;
}

/** The hour begins with the first call of an application, and again with the first after it has passed. */
export function createRateLimit(callsPerHour: number): RateLimit {
  const hours = new Map<string, { startedAt: EpochMs; calls: number }>();
  let limit = callsPerHour;
  return {
    take(client, now) {
      let hour = hours.get(client);
      if (!hour || now - hour.startedAt >= HOUR_MS) {
        hour = { startedAt: now, calls: 0 };
        hours.set(client, hour);
      }
      if (hour.calls >= limit) {
        return { waitSeconds: Math.ceil((hour.startedAt + HOUR_MS - now) / SECOND_MS) };
      }
      hour.calls += 1;
      return undefined;
    },
    set(next) {
      if (!(next >= 0)) throw new RangeError('calls an hour: a number of 0 or more');
      limit = next;
    },
    get callsPerHour() {
      return limit;
    },
  };
}
