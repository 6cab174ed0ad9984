import type { Clock } from '../../platform/clock.ts';
import { busy } from './sql-failure.ts';

/** A statement may stop the whole program for this long while another process writes, in ms. */
export const BLOCK_MS = 50;
/** And then everything else has its turn for this long, in ms. */
const PAUSE_MS = 50;

/** Who waits, for which file, and for how long. */
export interface Patience {
  readonly clock: Clock;
  /** In ms, counted by the attempts made. */
  readonly waitMs: number;
  readonly file: string;
  readonly signal: AbortSignal;
}

/** What an attempt came to; undefined when another process was writing. */
export type Attempted<T> = { readonly result: T } | undefined;

/**
 * Attempts, at once and then again and again, until nobody else is writing; the program goes on meanwhile.
 * @throws BridgeFailure `journal.busy` (transient) when the time is over; what `attempt` throws; the signal's reason.
 */
export async function waitWhileBusy<T>(
  attempt: () => Attempted<T>,
  { clock, waitMs, file, signal }: Patience,
): Promise<T> {
  for (let waitedMs = 0; ; waitedMs += BLOCK_MS + PAUSE_MS) {
    const attempted = attempt();
    if (attempted) return attempted.result;
    if (waitedMs >= waitMs) throw busy(file);
    await clock.sleep(PAUSE_MS, signal);
  }
}
