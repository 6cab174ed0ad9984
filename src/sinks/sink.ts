import type { BridgeFailure } from '../domain/failure.ts';
import type { JournalRecord, Position, RefusedRecord } from '../domain/journal-record.ts';
import type { RecordKind } from '../domain/record.ts';

/** What a write did. Every position of the batch is in exactly one list. */
export interface WriteReceipt {
  /** Written now, or found there already as ours. */
  readonly settled: readonly Position[];
  /** Left alone: another uploader’s row lies within the tolerance. */
  readonly present: readonly Position[];
  readonly refused: readonly RefusedRecord[];
}

/** One fact that `probe` found. */
export interface ProbeFinding {
  readonly what: string;
  readonly ok: boolean;
  /** What was seen, and the remedy where `ok` is false. */
  readonly detail: string;
  /** What writing would have failed with, where `ok` is false: its kind tells refused credentials from an outage. */
  readonly failure?: BridgeFailure;
}

/**
 * A destination. Writes one batch in order; writing it twice leaves the same state, since a crash between write and
 * cursor repeats it. What is in doubt throws a BridgeFailure, and the whole batch is written again.
 */
export interface Sink {
  readonly name: string;
  /** Where it writes, without credentials. A cursor belongs to one place: another place gets everything from the start. */
  readonly destination: string;
  /** The records it takes; others are never handed to it. */
  readonly kinds: readonly RecordKind[];
  /** Most records in one `write`. */
  readonly batchSize: number;
  /** See Source.credentialsFingerprint. */
  readonly credentialsFingerprint: string;
  open(): Promise<void>;
  close(): Promise<void>;
  write(batch: readonly JournalRecord[], signal: AbortSignal): Promise<WriteReceipt>;
  /** Tries what `write` needs, for the `check` command, and leaves nothing behind. */
  probe(signal: AbortSignal): Promise<readonly ProbeFinding[]>;
}
