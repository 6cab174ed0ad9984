import { asFailure } from '../domain/failure.ts';
import { systemClock } from '../platform/clock.ts';
import { createUrgentWork } from '../platform/urgent-work.ts';
import { VERSION } from '../platform/version.ts';
import type { BridgeEvent, Emit } from '../telemetry/events.ts';
import { createLogWriter } from '../telemetry/log-writer.ts';
import { createStatusBoard } from '../telemetry/status-board.ts';
import type { Call } from './call.ts';
import { EXIT, exitCodeOf, type ExitCode } from './exit-codes.ts';
import { logStyle } from './log-style.ts';
import { operate } from './operate.ts';
import { partsOf } from './plan-accounts.ts';
import { createRelay } from './relay.ts';
import { readEverything } from './read-configuration.ts';
import { watchForStop, type StoppableProcess } from './shutdown.ts';

/** How `run` was called. */
export interface RunCall {
  readonly call: Call;
  /** One full pass instead of a daemon. */
  readonly once: boolean;
  readonly process: StoppableProcess;
  /** Where the log goes. */
  readonly err: NodeJS.WriteStream;
}

/**
 * The daemon, until it is told to stop; or one pass.
 * @throws ConfigFaults before anything has begun; every later failure is logged and becomes the exit code.
 */
export async function runBridge({ call, once, process, err }: RunCall): Promise<ExitCode> {
  const clock = systemClock;
  const { config, warnings } = await readEverything(call);
  const log = createLogWriter({ ...logStyle(config, err, call.env), clock, stream: err });
  const board = createStatusBoard(clock, config.accounts.map(partsOf));
  const toCount = createRelay<BridgeEvent>();
  const listeners: Emit[] = [log.note, board.note, toCount.note];
  const emit: Emit = (event) => {
    for (const listener of listeners) listener(event);
  };
  let stoppingSince: number | undefined;
  const urgent = createUrgentWork();
  const shutdown = watchForStop({
    process,
    clock,
    urgent,
    onStop: (reason) => {
      stoppingSince = clock.now();
      emit({ type: 'bridge.stopping', reason });
    },
    onCrash: (failure) => emit({ type: 'bridge.crashed', failure }),
  });
  try {
    const accounts = config.accounts.map(({ name }) => name);
    emit({ type: 'bridge.started', version: VERSION, accounts });
    for (const message of warnings) emit({ type: 'config.warned', message });
    const operation = { config, once, clock, emit, listeners, toCount, board, log, urgent };
    const code = await operate(operation, shutdown.signal);
    return shutdown.crash === undefined ? code : EXIT.bug;
  } catch (thrown) {
    if (shutdown.crash !== undefined) return EXIT.bug;
    if (shutdown.signal.aborted) return once ? EXIT.unavailable : EXIT.ok;
    const failure = asFailure(thrown);
    emit({ type: 'bridge.crashed', failure });
    return exitCodeOf(failure);
  } finally {
    if (stoppingSince !== undefined) {
      emit({ type: 'bridge.stopped', tookMs: clock.now() - stoppingSince });
    }
    await log.close();
    shutdown.dispose();
  }
}
