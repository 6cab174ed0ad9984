/** One place that gives a setting a value. */
export interface Candidate {
  /** `undefined` where it could not be read, which has been reported. */
  readonly text: string | undefined;
  /** The name as the person wrote it, for messages. */
  readonly label: string;
  /** For `config`: `flag --x`, `environment NAME`, `file path`. */
  readonly origin: string;
  /** See Alias. */
  readonly ambient?: boolean;
  readonly mayDiffer?: boolean;
}

/** Candidates by canonical name of the setting, the strongest first. */
export type Candidates = ReadonlyMap<string, readonly Candidate[]>;

/** Empty and blank count as not set. */
export const isBlank = (text: string): boolean => text.trim() === '';
