/** Refused for ever. */
export interface Refusal {
  /** The reason, for the operator. */
  readonly refused: string;
  /** Where it is another one than the destination's usual. */
  readonly code?: string;
}

/** What became of one document: there now, told by another uploader's row, or refused for ever. */
export type Fate = 'settled' | 'present' | Refusal;
