import type { EpochMs } from '../domain/instant.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';

/** How one source or destination ended. */
export interface BackfilledPart {
  readonly name: string;
  /** `ok`: every window is in the journal, or everything is confirmed. */
  readonly outcome: 'ok' | 'failed' | 'latched';
  /** Why not. */
  readonly code?: string;
  readonly message?: string;
}

/** A destination, with what became of the rows that it was handed. */
export interface BackfilledSink extends BackfilledPart {
  readonly written: number;
  /** Left alone: another uploader’s row was there. */
  readonly present: number;
  readonly refused: number;
}

/** One account. */
export interface BackfilledAccount {
  readonly name: string;
  readonly sources: readonly BackfilledPart[];
  /** Empty after a dry run. */
  readonly sinks: readonly BackfilledSink[];
  /** Records that the answers held; each is in exactly one of the counts below. */
  readonly records: number;
  readonly added: number;
  readonly changed: number;
  /** The journal held them as they are. */
  readonly known: number;
  /** Came and could not be passed on. */
  readonly setAside: number;
}

/** What came of a backfill. */
export interface BackfillReport {
  readonly from: EpochMs;
  readonly to: EpochMs;
  readonly dryRun: boolean;
  readonly accounts: readonly BackfilledAccount[];
  /** Rows went straight into a Nightscout database: a running Nightscout shows old ones only after its restart. */
  readonly wroteMongo: boolean;
  readonly exitCode: ExitCode;
}

/** 0 only when every window was read and every destination confirmed. */
export function backfillExitCode(accounts: readonly BackfilledAccount[]): ExitCode {
  const parts = accounts.flatMap(({ sources, sinks }) => [...sources, ...sinks]);
  if (parts.some(({ outcome }) => outcome === 'latched')) return EXIT.refused;
  return parts.every(({ outcome }) => outcome === 'ok') ? EXIT.ok : EXIT.unavailable;
}
