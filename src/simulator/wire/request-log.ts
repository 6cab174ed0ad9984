import type { EpochMs } from '../../domain/instant.ts';

/** One request as it is remembered: no password, no session id. */
export interface ShareRequestRecord {
  readonly at: EpochMs;
  readonly endpoint: string;
  readonly method: string;
  readonly status: number;
  readonly userAgent?: string;
  readonly accountName?: string;
  readonly accountId?: string;
  readonly applicationId?: string;
  /** Which session, by the order of opening; absent when none or unknown. */
  readonly session?: number;
  readonly minutes?: number;
  readonly maxCount?: number;
  /** Records in the answer. */
  readonly records?: number;
  /** Kind of the fault that hit it. */
  readonly fault?: string;
}

/** What was asked, in order and counted. */
export interface RequestLog<R extends { readonly endpoint: string }> {
  readonly records: readonly R[];
  /** Requests by endpoint since the start or the last `clear`. */
  readonly counts: Readonly<Record<string, number>>;
  add(record: R): void;
  clear(): void;
}

/** Oldest records are dropped beyond this many; the counts go on. */
const KEPT = 50_000;

/** An empty log. */
export function createRequestLog<R extends { readonly endpoint: string }>(): RequestLog<R> {
  const records: R[] = [];
  const counts: Record<string, number> = {};
  return {
    records,
    counts,
    add(record) {
      records.push(record);
      if (records.length > KEPT) records.shift();
      counts[record.endpoint] = (counts[record.endpoint] ?? 0) + 1;
    },
    clear() {
      records.length = 0;
      for (const endpoint of Object.keys(counts)) counts[endpoint] = 0;
    },
  };
}
