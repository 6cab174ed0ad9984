import type { EpochMs } from '../../domain/instant.ts';
import type { DeviceStatus } from './device-status.ts';
import type { Refusal } from './fate.ts';
import type { FoundDocument } from './found-document.ts';
import type { MeterEntry } from './mbg.ts';
import type { PlannedWrite } from './place-documents.ts';
import type { Treatment } from './treatment.ts';

/** What became of documents that were written; those named nowhere are there now. */
export interface StoreOutcome<Document> {
  /** Refused for ever, each with the reason. */
  readonly refused: ReadonlyMap<Document, Refusal>;
  /** Somebody has made our row into something else; it is theirs now. */
  readonly takenOver: ReadonlySet<Document>;
}

/** One collection of a Nightscout, or the part of it that holds one kind of document. */
export interface DocumentShelf<Document> {
  /** A write meets the row of the same identifier by itself, wherever it lies. */
  readonly replacesByIdentifier: boolean;
  /** A write can give a row of ours another instant; else that row has to be removed. */
  readonly movesRows: boolean;
  /** The rows at and around these instants (UTC ms), ours and those of others. */
  near(instants: readonly number[], signal: AbortSignal): Promise<readonly FoundDocument[]>;
  /** The rows that bear one of these identifiers, however old. */
  named(identifiers: readonly string[], signal: AbortSignal): Promise<readonly FoundDocument[]>;
  /** Removes rows for good, each only while it bears its identifier. */
  remove(rows: readonly FoundDocument[], signal: AbortSignal): Promise<void>;
  /** Resolves only with what was confirmed or definitely refused. */
  write(
    writes: readonly PlannedWrite<Document>[],
    signal: AbortSignal,
  ): Promise<StoreOutcome<Document>>;
}

/** The collection of device states: rows are added and never changed. */
export interface StatusShelf {
  /**
   * The rows of ours about these devices (`dexcom.id`) that are not older than `since`, newest first. Nothing but their
   * instant is indexed.
   */
  ours(
    ids: readonly string[],
    since: EpochMs,
    signal: AbortSignal,
  ): Promise<readonly FoundDocument[]>;
  add(documents: readonly DeviceStatus[], signal: AbortSignal): Promise<StoreOutcome<DeviceStatus>>;
}

/** A Nightscout, by whichever way it is reached. */
export interface DocumentStore {
  readonly treatments: DocumentShelf<Treatment>;
  readonly meterEntries: DocumentShelf<MeterEntry>;
  readonly statuses: StatusShelf;
  /** The destination keeps the `utcOffset` it is sent. */
  readonly keepsUtcOffset: boolean;
  /** Code of a record that is refused. */
  readonly refusedCode: string;
}
