import { asFailure, BridgeFailure } from '../domain/failure.ts';
import { systemClock } from '../platform/clock.ts';
import { openApiDocument, runSimulate, type SimulateOptions } from '../simulator/index.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { watchForStop, type StoppableProcess } from './shutdown.ts';

/** How `simulate` was called. */
export interface SimulateCall {
  readonly options: SimulateOptions;
  readonly process: StoppableProcess;
  readonly say: (line: string) => void;
}

/**
 * The simulator alone, until stopped.
 * @throws BridgeFailure `simulator.in_use` (transient) when a port is taken
 */
export async function runSimulator({ options, process, say }: SimulateCall): Promise<ExitCode> {
  const stopped = watchForStop({
    process,
    clock: systemClock,
    onCrash: (failure) => say(failure.message),
  });
  try {
    await runSimulate(options, { print: say, signal: stopped.signal });
    return stopped.crash === undefined ? EXIT.ok : EXIT.bug;
  } catch (thrown) {
    if (stopped.signal.aborted) return stopped.crash === undefined ? EXIT.ok : EXIT.bug;
    if (thrown instanceof Error && 'code' in thrown && thrown.code === 'EADDRINUSE') {
      throw new BridgeFailure(
        'simulator.in_use',
        'transient',
        'Another program listens on that port: choose another with --port, --tls-port or --nightscout-port (0 takes any free one).',
        { cause: thrown },
      );
    }
    throw asFailure(thrown);
  } finally {
    stopped.dispose();
  }
}

/** The OpenAPI document of the Web API as the simulator serves it, as JSON. */
export function openApiText(): string {
  return JSON.stringify(openApiDocument, null, 2);
}
