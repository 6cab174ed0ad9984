import type { EpochMs } from '../../domain/instant.ts';

/** One request to the Web API as it is remembered: no code, no token, no secret; tokens by their number from 1. */
export interface WebApiRequestRecord {
  readonly at: EpochMs;
  /** `login`, `consent`, `token`, or the last part of a data path. */
  readonly endpoint: string;
  readonly method: string;
  readonly status: number;
  readonly userAgent?: string;
  readonly client?: string;
  readonly grantType?: string;
  /** The error word of the token endpoint. */
  readonly error?: string;
  /** Which refresh token was presented, in the order of issue; absent when none or unknown. */
  readonly refreshToken?: number;
  /** The how-manieth time it was presented: above 1 only when somebody sent it again. */
  readonly refreshUse?: number;
  /** Which access token was presented, in the order of issue; absent when none or unknown. */
  readonly accessToken?: number;
  readonly startDate?: string;
  readonly endDate?: string;
  readonly lastSyncTime?: string;
  /** Records in the answer. */
  readonly records?: number;
  /** Kind of the fault that hit it. */
  readonly fault?: string;
}
