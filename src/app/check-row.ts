import type { BridgeFailure } from '../domain/failure.ts';
import { toIsoUtc, type EpochMs } from '../domain/instant.ts';
import type { Journal } from '../journal/journal.ts';
import type { Clock } from '../platform/clock.ts';
import { EXIT, exitCodeOf, type ExitCode } from './exit-codes.ts';

/** One line of the table. `note`: worth knowing, nothing to mend. */
export interface CheckRow {
  readonly result: 'ok' | 'note' | 'fault';
  /** What was looked at: `configuration`, `default: source share`, … */
  readonly what: string;
  /** What was seen, with the remedy where it is a fault. */
  readonly detail: string;
  /** Of a fault: what kind of end it means. */
  readonly exitCode?: ExitCode;
}

/** What one part is looked at with. */
export interface CheckTools {
  readonly journal: Journal;
  readonly account: string;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/** A failure as a row. */
export function faultRow(what: string, failure: BridgeFailure): CheckRow {
  return { result: 'fault', what, detail: failure.message, exitCode: exitCodeOf(failure) };
}

/** Says that nothing was tried, why, and what to do. */
export function latchedRow(
  what: string,
  side: 'source' | 'sink',
  latch: { readonly message: string; readonly since: EpochMs },
): CheckRow {
  return {
    result: 'fault',
    what,
    detail: `stopped since ${toIsoUtc(latch.since)} and not tried again: ${latch.message} Correct the credentials (that opens it by itself), or run: nightscout-dexcom-bridge unlock ${side}`,
    exitCode: EXIT.refused,
  };
}
