import { asFailure, EXIT, exitCodeOf } from '../app/about.ts';
import { UsageFault } from './verb.ts';

/** Prints what went wrong, in words, and gives the exit code that says it. */
export function tellFault(thrown: unknown, err: NodeJS.WritableStream): number {
  if (thrown instanceof UsageFault) {
    err.write(`${thrown.message}\nTry: nightscout-dexcom-bridge --help\n`);
    return EXIT.usage;
  }
  const failure = asFailure(thrown);
  err.write(`${failure.message}\n`);
  return exitCodeOf(failure);
}
