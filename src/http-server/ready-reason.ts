/**
 * `starting`: nothing heard yet, and what the journal holds is old · `quiet`: the source answers and has nothing new ·
 * `failing`: the last attempts failed · `latched`: stopped until a person acts · `stuck`: records wait and none is confirmed.
 */
export type ReadyState = 'starting' | 'quiet' | 'failing' | 'latched' | 'stuck';

/** Why the bridge is not ready. Holds no glucose value, no address and no credential. */
export interface ReadyReason {
  /** Missing where it is not about one account. */
  readonly account?: string;
  /** `source share`, `sink nightscout`, `journal`. */
  readonly part: string;
  readonly state: ReadyState;
  /** `<room>.<what>` of the last failure, see docs/ERRORS.md. */
  readonly code?: string;
  /** How long it has been so, as far as is known since the start. Of a quiet source: the age of its newest reading. */
  readonly forSeconds: number;
  /** What a person does about it. */
  readonly remedy: string;
}
