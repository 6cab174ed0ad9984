import type { BridgeFailure } from '../domain/failure.ts';
import type { EpochMs } from '../domain/instant.ts';
import type { Reading } from '../domain/reading.ts';
import type { RecordKind, SourceName } from '../domain/record.ts';
import type { SetAside } from '../domain/set-aside.ts';

/** Fields that every fact of one account carries. */
interface OfAccount {
  readonly account: string;
}

/** How many records of each kind; a kind that is missing had none. */
export type KindCounts = Readonly<Partial<Record<RecordKind, number>>>;

/** Everything that happens and that a person or a machine may want to know. Rooms emit facts; log-writer.ts words them. */
export type BridgeEvent =
  | {
      readonly type: 'bridge.started';
      readonly version: string;
      readonly accounts: readonly string[];
    }
  | { readonly type: 'bridge.listening'; readonly address: string }
  | { readonly type: 'bridge.stopping'; readonly reason: string }
  | { readonly type: 'bridge.stopped'; readonly tookMs: number }
  | { readonly type: 'config.warned'; readonly message: string }
  | (OfAccount & {
      readonly type: 'source.polled';
      readonly source: SourceName;
      /** Records in the answer. */
      readonly fetched: number;
      readonly added: number;
      readonly changed: number;
      /** System time of the newest record in the answer. */
      readonly newest?: EpochMs;
      readonly nextPollAt?: EpochMs;
    })
  | (OfAccount & {
      readonly type: 'source.quiet';
      readonly source: SourceName;
      /** Newest reading known at all. */
      readonly since?: EpochMs;
    })
  | (OfAccount & {
      readonly type: 'source.failed';
      readonly source: SourceName;
      readonly failure: BridgeFailure;
      readonly retryAt: EpochMs;
    })
  | (OfAccount & {
      readonly type: 'source.latched';
      readonly source: SourceName;
      readonly failure: BridgeFailure;
    })
  | (OfAccount & {
      readonly type: 'source.opened';
      readonly source: SourceName;
      readonly why: string;
    })
  | (OfAccount & {
      readonly type: 'reading.recorded';
      readonly source: SourceName;
      readonly reading: Reading;
      readonly lagMs: number;
    })
  | (OfAccount & {
      readonly type: 'reading.changed';
      readonly source: SourceName;
      readonly reading: Reading;
    })
  | (OfAccount & {
      /** One pass over the history has ended; its readings were told one by one only when they are of the last day. */
      readonly type: 'history.synced';
      readonly source: SourceName;
      /** Requests for records. */
      readonly windows: number;
      readonly added: number;
      readonly changed: number;
      /** `added` and `changed` by kind, where they are told apart. */
      readonly addedKinds?: KindCounts;
      readonly changedKinds?: KindCounts;
      /** Up to which instant the first import has come, while it goes on. */
      readonly importedTo?: EpochMs;
      readonly nextSyncAt?: EpochMs;
    })
  | (OfAccount & { readonly type: 'record.set_aside'; readonly entry: SetAside })
  | (OfAccount & {
      readonly type: 'sink.delivered';
      readonly sink: string;
      readonly written: number;
      /** Left alone: another uploader’s row was there. */
      readonly present: number;
      readonly refused: number;
      /** `written`, `present` and `refused` by kind; where it is missing all of them are readings. */
      readonly kinds?: {
        readonly written: KindCounts;
        readonly present: KindCounts;
        readonly refused: KindCounts;
      };
      /** Newest system time of the batch. */
      readonly newest: EpochMs;
      /** From that reading’s system time to its confirmation, in ms. */
      readonly lagMs: number;
    })
  | (OfAccount & {
      readonly type: 'sink.failed';
      readonly sink: string;
      readonly failure: BridgeFailure;
      readonly retryAt: EpochMs;
    })
  | (OfAccount & {
      readonly type: 'sink.latched';
      readonly sink: string;
      readonly failure: BridgeFailure;
    })
  | (OfAccount & {
      readonly type: 'sink.moved';
      readonly sink: string;
      /** Where it writes now; everything in the journal is delivered there. */
      readonly destination: string;
    })
  | (OfAccount & { readonly type: 'sink.opened'; readonly sink: string; readonly why: string })
  | (OfAccount & {
      readonly type: 'sink.refused';
      readonly sink: string;
      readonly code: string;
      readonly reason: string;
    })
  | {
      /** The HTTP server could not listen; the bridge goes on without it. */
      readonly type: 'server.failed';
      readonly failure: BridgeFailure;
      readonly retryAt: EpochMs;
    }
  | {
      /** Night work on the journal (pruning, checking, keeping the state for `status`) failed; glucose goes on. */
      readonly type: 'housekeeping.failed';
      readonly failure: BridgeFailure;
    }
  | {
      /** A fault of the bridge itself; the process ends and whoever runs it starts it again. */
      readonly type: 'bridge.crashed';
      readonly failure: BridgeFailure;
    }
  | (OfAccount & {
      /** The receiver took a notice. */
      readonly type: 'notify.sent';
      /** What it said: `data.stopped`, `sink.opened`, … */
      readonly notice: string;
      /** The source or sink it was about. */
      readonly part?: string;
    })
  | {
      /** Notices cannot be sent; told once until one goes out. Glucose goes on. */
      readonly type: 'notify.failed';
      readonly failure: BridgeFailure;
      readonly retryAt: EpochMs;
    }
  | { readonly type: 'journal.pruned'; readonly removed: number }
  | { readonly type: 'journal.verified' };

/** Takes a fact; never throws and never waits. */
export type Emit = (event: BridgeEvent) => void;
