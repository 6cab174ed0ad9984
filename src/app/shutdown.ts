import { asFailure, type BridgeFailure } from '../domain/failure.ts';
import type { Clock } from '../platform/clock.ts';
import type { UrgentWork } from '../platform/urgent-work.ts';
import { EXIT } from './exit-codes.ts';

/** A stop takes at most 5 s: what has not ended by then is cut off, which the journal makes safe. In ms. */
export const STOP_DEADLINE_MS = 4_700;
/** At most 9 s while a single-use token is being exchanged, as its answer must not be lost. In ms. */
export const URGENT_DEADLINE_MS = 8_700;

/** What ends by itself once the urgent work is done gets this long, in ms. */
const SETTLE_MS = 200;

/** What a signal asks for. A closed terminal (SIGHUP) stops the bridge like the other two. */
const STOP_SIGNALS = { SIGINT: 2, SIGTERM: 15, SIGHUP: 1 } as const;
type StopSignal = keyof typeof STOP_SIGNALS;

/** The parts of `process` that stopping needs. */
export interface StoppableProcess {
  on(event: string, listener: (...given: unknown[]) => void): unknown;
  off(event: string, listener: (...given: unknown[]) => void): unknown;
  exit(code: number): void;
}

/** What to tell whom. */
export interface ShutdownOptions {
  readonly process: StoppableProcess;
  readonly clock: Clock;
  /** Work for which a stop waits longer. */
  readonly urgent?: UrgentWork;
  /** The first signal came; the abort follows at once. */
  readonly onStop?: (signal: string) => void;
  /** A fault that nobody caught; the process stops and ends with 70. */
  readonly onCrash?: (failure: BridgeFailure) => void;
}

/** Turns signals and stray faults into one abort. */
export interface Shutdown {
  readonly signal: AbortSignal;
  /** The stray fault, if that is why it stops. */
  readonly crash: BridgeFailure | undefined;
  /** No more listening; called when everything has ended. */
  dispose(): void;
}

/**
 * First signal: abort, and the process is ended after STOP_DEADLINE_MS whatever still runs (URGENT_DEADLINE_MS while
 * urgent work is under way). Second signal: the process is ended at once, with 128 + the signal’s number.
 */
export function watchForStop(options: ShutdownOptions): Shutdown {
  const controller = new AbortController();
  const ended = new AbortController();
  let crash: BridgeFailure | undefined;

  /** Resolves when the process must end; rejects when it has ended by itself. */
  const deadline = async (signal: AbortSignal): Promise<void> => {
    const { clock, urgent } = options;
    await clock.sleep(STOP_DEADLINE_MS, signal);
    if (urgent?.busy !== true) return;
    // What was exchanged is durable once it has settled; the rest is cut off.
    await Promise.race([
      clock.sleep(URGENT_DEADLINE_MS - STOP_DEADLINE_MS, signal),
      urgent.settled().then(() => clock.sleep(SETTLE_MS, signal)),
    ]);
  };
  const stop = (code: number) => {
    controller.abort(new Error('stopping'));
    deadline(ended.signal).then(
      () => options.process.exit(code),
      () => undefined,
    );
  };
  const onSignal = (name: StopSignal) => {
    if (controller.signal.aborted) {
      options.process.exit(128 + STOP_SIGNALS[name]);
      return;
    }
    options.onStop?.(name);
    stop(EXIT.bug);
  };
  const onStray = (thrown: unknown) => {
    if (isBrokenPipe(thrown)) return;
    crash ??= asFailure(thrown);
    options.onCrash?.(crash);
    if (!controller.signal.aborted) stop(EXIT.bug);
  };

  const listeners: [string, (...given: unknown[]) => void][] = [
    ['unhandledRejection', onStray],
    ['uncaughtException', onStray],
  ];
  for (const name of Object.keys(STOP_SIGNALS) as StopSignal[]) {
    listeners.push([name, () => onSignal(name)]);
  }
  for (const [event, listener] of listeners) options.process.on(event, listener);
  return {
    signal: controller.signal,
    get crash() {
      return crash;
    },
    dispose() {
      ended.abort();
      for (const [event, listener] of listeners) options.process.off(event, listener);
    },
  };
}

/** Whoever read our output has gone; glucose matters more than the reader of a log. */
function isBrokenPipe(thrown: unknown): boolean {
  return thrown instanceof Error && 'code' in thrown && thrown.code === 'EPIPE';
}
