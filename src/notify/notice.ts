import type { EpochMs } from '../domain/instant.ts';

/** What a notice tells. Names never change: programs that receive JSON tell notices apart by them. */
export type NoticeType =
  | 'data.stopped'
  | 'data.again'
  | 'source.latched'
  | 'source.opened'
  | 'sink.latched'
  | 'sink.opened'
  | 'sink.stuck'
  | 'sink.again'
  | 'test';

/** One message to people. Holds no secret, and a glucose value only where that was asked for. */
export interface Notice {
  readonly type: NoticeType;
  /** Something is wrong; otherwise it is well again, or a test. */
  readonly isTrouble: boolean;
  /** Of which account; none for a test. */
  readonly account?: string;
  /** Name of the source or sink. */
  readonly part?: string;
  /** One line. */
  readonly title: string;
  /** What it means and what to do. */
  readonly message: string;
  /** When it was worded. */
  readonly at: EpochMs;
  /** Since when it is so, or was. */
  readonly since?: EpochMs;
  /** System time of the newest reading known. */
  readonly newestReadingAt?: EpochMs;
  /** `<room>.<what>` of the failure behind it, see docs/ERRORS.md. */
  readonly code?: string;
  /** Of the newest reading, in mg/dL; only where glucose was asked for. */
  readonly glucoseMgdl?: number;
}
