import { BridgeFailure } from '../domain/failure.ts';

/** A name was given on the command line that no account has. */
export function noSuchAccount(name: string, names: readonly string[]): BridgeFailure {
  return new BridgeFailure(
    'command.no_account',
    'config',
    `There is no account “${name}” in the configuration; there is ${names.join(', ')}.`,
  );
}
