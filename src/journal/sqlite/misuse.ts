import { BridgeFailure } from '../../domain/failure.ts';

/** A fault of the code that calls the journal: `journal.misuse` (bug). Nothing was written. */
export function misuse(what: string): BridgeFailure {
  return new BridgeFailure(
    'journal.misuse',
    'bug',
    `This is a fault in the bridge, please report it: the journal was misused, ${what}.`,
  );
}
