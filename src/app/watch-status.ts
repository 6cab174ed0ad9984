import { asFailure, type BridgeFailure } from '../domain/failure.ts';
import type { Clock } from '../platform/clock.ts';
import type { StatusReport } from './read-status.ts';

/** What is told while the status is watched. */
export interface StatusWatcher {
  report(report: StatusReport): void;
  /** It could not be read this time; it is tried again. */
  failure(failure: BridgeFailure): void;
}

/** What watching needs. */
export interface WatchOptions {
  readonly read: () => Promise<StatusReport>;
  readonly clock: Clock;
  /** Between the end of one look and the next. */
  readonly everyMs: number;
  readonly tell: StatusWatcher;
}

/**
 * Reads again and again until the signal is aborted, and then waits for nothing.
 * @throws BridgeFailure of the first look, where it will not pass by itself: a wrong setting is told at once
 */
export async function watchStatus(options: WatchOptions, signal: AbortSignal): Promise<void> {
  const { read, clock, everyMs, tell } = options;
  const stopped = new Promise<undefined>((resolve) => {
    if (signal.aborted) resolve(undefined);
    signal.addEventListener('abort', () => resolve(undefined), { once: true });
  });
  let hasRead = false;
  while (!signal.aborted) {
    try {
      const report = await Promise.race([read(), stopped]);
      if (report === undefined) return;
      tell.report(report);
      hasRead = true;
    } catch (thrown) {
      const failure = asFailure(thrown);
      if (!hasRead && !passesByItself(failure)) throw failure;
      tell.failure(failure);
    }
    await clock.sleep(everyMs, signal).catch(() => undefined);
  }
}

function passesByItself({ kind }: BridgeFailure): boolean {
  return kind === 'transient' || kind === 'throttled';
}
