import type { EpochMs } from '../../src/domain/instant.ts';
import type { Writes } from '../../src/sinks/nightscout/wanted.ts';
import type { Sink } from '../../src/sinks/sink.ts';
import type { Row } from './sink-rig.ts';

/** Where documents of one kind lie. */
export type Place = 'treatments' | 'mbg' | 'devicestatus';

/** One destination of treatments, ready to be played with. */
export interface TreatmentsRig {
  /** Where the suite’s records begin, years ago; nothing lies within days of it. */
  readonly base: EpochMs;
  readonly device: string;
  /** The destination sets `srvCreated` and `srvModified` by its own clock. */
  readonly siteStamps?: true;
  /** What must never be seen. */
  readonly secrets: readonly string[];
  /** The destination keeps the `utcOffset` it is sent. */
  readonly keepsUtcOffset: boolean;
  /** `seed` can put two rows of one identifier there. */
  readonly canDouble: boolean;
  /** A sink of this destination, not yet open; events and alerts are on, meter entries off. */
  sink(options?: { readonly toleranceMs?: number; readonly writes?: Partial<Writes> }): Sink;
  strangerSink(): Sink;
  strangerRequests(): number | undefined;
  /** A sink whose destination never answers. */
  stalledSink(): Sink;
  /** A sink that loses its destination after so many changing requests, before the answer to the last of them. */
  failingSink(changes: number): Sink;
  /** How many requests that change something were sent; undefined where that cannot be seen. */
  changes(): number | undefined;
  /** The rows that lie there, oldest first. */
  rows(place?: Place): Promise<readonly Row[]>;
  /** Puts rows there as other programs do. */
  seed(rows: readonly Row[], place?: Place): Promise<void>;
  /** The destination refuses the treatment of this instant for ever. */
  refuse(systemTime: EpochMs): Promise<void>;
  stop(): Promise<void>;
}
