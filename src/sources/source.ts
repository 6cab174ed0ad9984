import type { EpochMs } from '../domain/instant.ts';
import type { Observation, SourceName } from '../domain/record.ts';
import type { SetAside } from '../domain/set-aside.ts';

/** The span of system times wanted: both ends included. */
export interface FetchWindow {
  readonly from: EpochMs;
  readonly to: EpochMs;
}

/** What one fetch brought. */
export interface SourceBatch {
  /** In ascending system time. */
  readonly observations: readonly Observation[];
  /** Records that came but cannot be read; each with its reason. */
  readonly skipped: readonly SetAside[];
  /** Everything the source holds between this instant and the window's end is in the batch, also when that is nothing. */
  readonly coveredFrom: EpochMs;
  /** Keyed mark of the person whose readings these are, where the source can tell: the same for every name of one login. */
  readonly person?: string;
  /** The server's clock when it answered, where it told. */
  readonly serverTime?: EpochMs;
}

/** What every Dexcom service is to the loop around it. */
export interface SourceAdapter {
  readonly name: SourceName;
  /**
   * Changes when the configured credentials change, and tells nothing about them (a keyed hash).
   * A latch remembers it and opens when it differs.
   */
  readonly credentialsFingerprint: string;
  open(): Promise<void>;
  close(): Promise<void>;
}

/**
 * A Dexcom service that shows the newest readings. Fetches one window and returns; never sleeps, retries, schedules, logs
 * or removes duplicates. A malformed record goes to `skipped`; a malformed answer throws a BridgeFailure.
 */
export interface Source extends SourceAdapter {
  /** How far back the service answers, in ms. */
  readonly reachMs: number;
  /** Time between two readings of the sensor, in ms. */
  readonly periodMs: number;
  fetch(window: FetchWindow, signal: AbortSignal): Promise<SourceBatch>;
}
