import type { BridgeFailure } from '../domain/failure.ts';

/** How the process ends, by the numbers of sysexits. */
export const EXIT = {
  ok: 0,
  /** The command line cannot be understood. */
  usage: 64,
  /** Dexcom or a destination could not be reached or did not take everything. */
  unavailable: 69,
  /** A fault of the bridge itself. */
  bug: 70,
  /** Another process holds the data folder. */
  inUse: 75,
  /** A credential is refused, or stopped by a latch. */
  refused: 77,
  /** A setting is wrong. */
  config: 78,
} as const;

/** One of the numbers above. */
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** The number that a failure ends the process with. */
export function exitCodeOf(failure: BridgeFailure): ExitCode {
  if (failure.code === 'journal.in_use') return EXIT.inUse;
  if (failure.code.startsWith('command.')) return EXIT.usage;
  switch (failure.kind) {
    case 'credentials':
      return EXIT.refused;
    case 'config':
      return EXIT.config;
    case 'bug':
      return EXIT.bug;
    case 'transient':
    case 'throttled':
    case 'refused':
      return EXIT.unavailable;
  }
}
