import type { EpochMs } from '../../../domain/instant.ts';

/** The lists that are asked by window. */
export const listNames = ['egvs', 'calibrations', 'events', 'alerts'] as const;
export type ListName = (typeof listNames)[number];

/** A record on its way out. */
export type WireRecord = Readonly<Record<string, unknown>>;

/** A record with what its place in a list hangs on. */
export interface Row {
  /** UTC by the device's clock, whole seconds. */
  readonly at: EpochMs;
  /** What stays the same about it from answer to answer; chance that concerns it hangs on this. */
  readonly key: string;
  readonly record: WireRecord;
}
