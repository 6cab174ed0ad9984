/** What the command line needs of the rooms below, by the one door it has. */
export { CURRENT_MS } from '../domain/current-reading.ts';
export { toIsoUtc, type EpochMs } from '../domain/instant.ts';
export { asFailure, type BridgeFailure } from '../domain/failure.ts';
export { systemClock } from '../platform/clock.ts';
export type { Display } from '../platform/display.ts';
export { wallClock } from '../platform/local-time.ts';
export { latchRemedy, onlyAuthorizeHelps } from '../telemetry/latch-remedy.ts';
export {
  MOST_COUNTED_BEHIND,
  type ShownAccount,
  type ShownPart,
  type ShownSink,
  type ShownSource,
} from '../telemetry/shown-account.ts';
export { VERSION } from '../platform/version.ts';
export { EXIT, exitCodeOf, type ExitCode } from './exit-codes.ts';
