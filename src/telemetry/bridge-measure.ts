import type { EpochMs } from '../domain/instant.ts';
import type { RecordKind } from '../domain/record.ts';
import type { BridgeStatus } from './status-board.ts';

/** A source or a sink by its name, with the kinds of records that it brings or takes. */
export interface MeteredPart {
  readonly name: string;
  readonly kinds: readonly RecordKind[];
}

/** One account as it is configured. */
export interface MeteredAccount {
  readonly name: string;
  readonly sources: readonly MeteredPart[];
  readonly sinks: readonly MeteredPart[];
}

/** How far one sink has come. */
export interface SinkMeasure {
  readonly name: string;
  /** The position it has confirmed last; 0 before the first. */
  readonly cursor: number;
  /** Since when the cursor has stood there, as far as it was looked at; of an unmoved one, when it was first seen there. */
  readonly cursorSince: EpochMs;
  /** Records that it takes and has not confirmed: exact up to 1000, beyond that at most so many. */
  readonly pending: number;
  /** When the first of them came into the journal, or was last changed there. */
  readonly pendingSince?: EpochMs;
}

/** What the journal holds of one account. Holds no glucose value. */
export interface AccountMeasure {
  readonly name: string;
  /** Records of every kind. */
  readonly records: number;
  readonly setAside: number;
  readonly refused: number;
  /** System time of the newest reading. */
  readonly newest?: EpochMs;
  readonly sinks: readonly SinkMeasure[];
}

/** What is looked at when somebody asks how the bridge stands: for figures and for readiness. */
export interface BridgeMeasure {
  readonly status: BridgeStatus;
  readonly accounts: readonly AccountMeasure[];
  /** Size of the journal’s files, and what its disk has left, in bytes; missing where the system does not tell. */
  readonly journalBytes?: number;
  readonly diskFreeBytes?: number;
}

/** Looks; never waits for a server. @throws BridgeFailure `journal.…` */
export type Measure = () => Promise<BridgeMeasure>;
