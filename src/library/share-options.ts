import type { CallOptions, DexcomCall } from './call-options.ts';
import type { GlucoseReading } from './glucose-reading.ts';
import type { SkippedRecord } from './skipped-record.ts';
import type { DexcomError } from './dexcom-error.ts';

/** Where a Dexcom account was registered; each region knows no account of another. `ous` is everywhere but the US, Japan and Asia-Pacific. */
export type DexcomRegion = 'us' | 'ous' | 'jp';

/** The login of the person who wears the sensor (not of a follower), by name or by account id. */
export type ShareLogin =
  | {
      /** User name, email, or phone number with `+` and country code: exactly as in the Dexcom app. */
      readonly username: string;
      readonly accountId?: undefined;
    }
  | {
      /** UUID of the Dexcom account, as `login()` gives it. */
      readonly accountId: string;
      readonly username?: undefined;
    };

/** What a `ShareClient` is made with. */
export type ShareClientOptions = ShareLogin & {
  readonly password: string;
  /** `us` unless said otherwise. */
  readonly region?: DexcomRegion | undefined;
  /** Another Share server, such as a simulator: `http://127.0.0.1:8080`. `region` then only chooses the application id. */
  readonly baseUrl?: string | undefined;
  /** Hears of each record that is not passed on. */
  readonly onSkipped?: ((record: SkippedRecord) => void) | undefined;
  /** Hears of every request when it has ended, for logs and figures; what it throws is lost. */
  readonly onCall?: ((call: DexcomCall) => void) | undefined;
};

/** How much is asked for. */
export interface ReadingsOptions extends CallOptions {
  /** How far back, 1 to 1440 minutes (a day, all that Share holds), counted by Dexcom. 1440 unless said otherwise. */
  readonly minutes?: number | undefined;
  /** The newest so many, 1 to 288. 288 unless said otherwise. */
  readonly maxCount?: number | undefined;
}

/** How readings are followed. */
export interface FollowOptions extends CallOptions {
  /**
   * Where to begin: the last reading you have, or an instant (ms since 1970, or a `Date`): every reading after it is given,
   * as far as Share still holds it. Without it the newest reading there is comes first.
   */
  readonly since?: GlucoseReading | number | Date | undefined;
  /** Mean number of calls spent on one reading once its timing is learned, 1.05 to 10; 1.5 unless said otherwise. */
  readonly callsPerReading?: number | undefined;
  /**
   * Readings nearer to each other than this many ms are one, and the first that is met counts: a phone and a watch upload each
   * reading twice, some seconds apart. Half the sensor’s period (150000) unless said otherwise; 0 joins equal times only.
   */
  readonly sameWithinMs?: number | undefined;
  /** What becomes of readings that Dexcom shows only after newer ones were given: `give` them (with `isLate`), or `skip` them. */
  readonly late?: 'give' | 'skip' | undefined;
  /** Hears what is being done. */
  readonly onStatus?: ((status: FollowStatus) => void) | undefined;
}

/** What following is doing: `until` is in ms since 1970. */
export type FollowStatus =
  | { readonly state: 'asking' }
  | { readonly state: 'waiting'; readonly until: number }
  | { readonly state: 'retrying'; readonly until: number; readonly error: DexcomError };

/** What came of trying a login. */
export type LoginVerdict =
  | { readonly ok: true; readonly accountId: string }
  /** Dexcom refused it; `error.code` says why. */
  | { readonly ok: false; readonly error: DexcomError };
