import type { BackfillProgress } from './backfill-progress.ts';
import type { Call } from './call.ts';
import type { StoppableProcess } from './shutdown.ts';

/** What was asked for, as typed. */
export interface BackfillCall {
  readonly call: Call;
  readonly from: string;
  /** Undefined for now. */
  readonly to: string | undefined;
  /** One source of them all. */
  readonly source: string | undefined;
  readonly account: string | undefined;
  /** Prints the documents instead of keeping and delivering anything. */
  readonly dryRun: boolean;
  readonly tell: BackfillTell;
  readonly process: StoppableProcess;
}

/** Who watches. */
export interface BackfillTell {
  /** How far it is; often. */
  readonly progress: (progress: BackfillProgress) => void;
  /** Something worth a line: a failure that is tried again, a limit of what was asked for. */
  readonly note: (text: string) => void;
  /** A document of a dry run. False: nobody reads any more. */
  readonly document: (document: object) => Promise<boolean>;
}
