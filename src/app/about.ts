/** What the command line needs of the rooms below, by the one door it has. */
export { toIsoUtc, type EpochMs } from '../domain/instant.ts';
export { asFailure } from '../domain/failure.ts';
export { wallClock } from '../platform/local-time.ts';
export { latchRemedy, onlyAuthorizeHelps } from '../telemetry/latch-remedy.ts';
export type { ShownAccount, ShownSink, ShownSource } from '../telemetry/shown-account.ts';
export { VERSION } from '../platform/version.ts';
export { EXIT, exitCodeOf, type ExitCode } from './exit-codes.ts';
