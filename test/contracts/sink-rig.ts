import type { EpochMs } from '../../src/domain/instant.ts';
import type { Sink } from '../../src/sinks/sink.ts';

/** A row as the destination holds it. */
export type Row = Readonly<Record<string, unknown>>;

/** One destination, ready to be played with. */
export interface SinkRig {
  /** Where the suite’s readings begin; nothing lies near it yet. */
  readonly base: EpochMs;
  readonly device: string;
  /** The destination sets `srvCreated` and `srvModified` by its own clock. */
  readonly siteStamps?: true;
  /** What must never be seen. */
  readonly secrets: readonly string[];
  /** A sink of this destination, not yet open. */
  sink(options?: { readonly toleranceMs?: number }): Sink;
  /** The same under credentials that the destination refuses. */
  strangerSink(): Sink;
  /** How often the stranger was let speak; undefined where that cannot be seen. */
  strangerRequests(): number | undefined;
  /** The glucose rows that lie there, oldest first. */
  rows(): Promise<readonly Row[]>;
  /** Puts rows there as other programs do. */
  seed(rows: readonly Row[]): Promise<void>;
  /** The destination refuses the reading of this instant for ever. */
  refuse(systemTime: EpochMs): Promise<void>;
  /** A sink whose destination never answers. */
  stalledSink(): Sink;
  stop(): Promise<void>;
}
