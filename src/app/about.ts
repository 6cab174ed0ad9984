/** What the command line needs of the rooms below, by the one door it has. */
export { toIsoUtc, type EpochMs } from '../domain/instant.ts';
export { asFailure, BridgeFailure } from '../domain/failure.ts';
export { localZone, wallClock } from '../platform/local-time.ts';
export { VERSION } from '../platform/version.ts';
export { EXIT, exitCodeOf, type ExitCode } from './exit-codes.ts';
