import type { BridgeFailure } from '../domain/failure.ts';
import { MINUTE_MS, SECOND_MS, toIsoUtc, type EpochMs } from '../domain/instant.ts';
import type { StateStore } from '../journal/state-store.ts';
import type { Clock } from '../platform/clock.ts';
import { EXIT, exitCodeOf, type ExitCode } from './exit-codes.ts';
import { onlyAuthorizeHelps } from '../telemetry/latch-remedy.ts';

/** Clocks that differ by more than this make readings look late, or too early to be believed. */
const SKEW_NOTE_MS = 30 * SECOND_MS;
const SKEW_FAULT_MS = 5 * MINUTE_MS;

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
  /** Where latches are kept. */
  readonly state: Pick<StateStore, 'slot'>;
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
  latch: { readonly code: string; readonly message: string; readonly since: EpochMs },
): CheckRow {
  const remedy = onlyAuthorizeHelps(latch.code)
    ? 'That opens it by itself.'
    : `Correct the credentials (that opens it by itself), or run: nightscout-dexcom-bridge unlock ${side}`;
  return {
    result: 'fault',
    what,
    detail: `stopped since ${toIsoUtc(latch.since)} and not tried again: ${latch.message} ${remedy}`,
    exitCode: EXIT.refused,
  };
}

/** How far this machine’s clock and the server’s lie apart, where the server told. */
export function skewRows(
  what: string,
  { serverTime }: { readonly serverTime?: EpochMs },
  now: EpochMs,
): readonly CheckRow[] {
  if (serverTime === undefined) return [];
  const skewMs = now - serverTime;
  const size = Math.abs(skewMs);
  const seen = `this machine’s clock is ${Math.round(size / SECOND_MS)} s ${skewMs < 0 ? 'behind' : 'ahead of'} the server’s`;
  if (size <= SKEW_NOTE_MS) return [{ result: 'ok', what: `${what} clock`, detail: seen }];
  const remedy = 'Set it right, best by turning time synchronisation (NTP) on.';
  return size <= SKEW_FAULT_MS
    ? [{ result: 'note', what: `${what} clock`, detail: `${seen}. ${remedy}` }]
    : [
        {
          result: 'fault',
          what: `${what} clock`,
          detail: `${seen}: readings would count as late or as dated in the future. ${remedy}`,
          exitCode: EXIT.unavailable,
        },
      ];
}
