import type { Journal } from '../journal/journal.ts';
import type { Clock } from '../platform/clock.ts';
import type { Display } from '../platform/display.ts';
import type { ReaderAccess } from '../platform/reader-access.ts';
import type { Writes } from '../sinks/nightscout/wanted.ts';

/** What the feed of one account reads. */
export interface FeedFacts {
  readonly account: string;
  /** What rows name as their uploader. */
  readonly device: string;
  /** Which records become treatments and `mbg` entries, as for a Nightscout. */
  readonly writes: Writes;
  readonly journal: FeedJournal;
  readonly clock: Clock;
  readonly display: Display;
  readonly access: ReaderAccess;
}

/** The journal, for reading. */
export type FeedJournal = Pick<
  Journal,
  'readAfter' | 'readRange' | 'readRecords' | 'newest' | 'summary'
>;
