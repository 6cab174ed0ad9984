import type { Journal } from '../journal/journal.ts';
import type { Clock } from '../platform/clock.ts';
import type { Display } from '../platform/display.ts';
import type { ReaderAccess } from '../platform/reader-access.ts';
import type { Emit } from '../telemetry/events.ts';
import type { ShownAccount } from '../telemetry/shown-account.ts';

/** One account as the page finds it. */
export interface PageAccount {
  readonly name: string;
  /** Where its page and its feed are: `/` for the first, `/accounts/<name>/` for the others. */
  readonly path: string;
}

/** What the status page shows from. */
export interface PageFacts {
  /** The first is the one at `/`. Never empty. */
  readonly accounts: readonly PageAccount[];
  readonly journal: Pick<Journal, 'readRange' | 'newest'>;
  readonly clock: Clock;
  readonly access: ReaderAccess;
  readonly display: Display;
  /** Version of the program. */
  readonly version: string;
  /** The data are made up, and the page must say so. */
  readonly isSimulated: boolean;
  /** How the account and its parts stand now. */
  describe(account: string): Promise<ShownAccount>;
  /** Hears every event from now on; the returned function ends it. */
  subscribe(listener: Emit): () => void;
}
