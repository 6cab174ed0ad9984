/**
 * What became of a request for data. `open`: nothing was shown, and on this address nothing is needed. `known`: a right
 * credential was shown. `refused`: a wrong one, or none where one is needed; answer with that status and nothing else.
 */
export type Admission = { readonly kind: 'open' } | { readonly kind: 'known' } | Refusal;

/** 401 after a while that grows with wrong tries, at most 5 s; 429 at once where one address waits for too many. */
export interface Refusal {
  readonly kind: 'refused';
  readonly status: 401 | 429;
  /** What the reader is told, for people; holds no secret. */
  readonly message: string;
  /** Seconds; with 429. */
  readonly retryAfterSeconds?: number;
}

/** A signed pass that serves as `token=`, as Bearer and in the page’s cookie. */
export interface Pass {
  /** JWT. */
  readonly token: string;
  /** Seconds since the epoch. */
  readonly iat: number;
  /** Seconds since the epoch; 8 h after `iat`. */
  readonly exp: number;
}

/** Who may read glucose values over HTTP. See docs/adr/0014-readers-and-their-secret.md. */
export interface ReaderAccess {
  /** The listening address is not loopback: every reader of data needs the secret. */
  readonly isRequired: boolean;
  /**
   * Judges what a request shows: `api-secret` header and `secret=` (SHA-1 or SHA-512 hex of the secret, any case), `token=` and
   * `Authorization: Bearer` (the secret, its SHA-1, or a pass). The literal `null` and an empty text count as nothing shown.
   * A right one is never held up, whatever its address tried before.
   * @param address of the other end of the connection, for slowing down; undefined where it is not known
   */
  admit(request: Request, address: string | undefined): Promise<Admission>;
  /** A pass for whoever shows the secret, its SHA-1, or a pass that is still good. Slowed like `admit`. */
  exchange(credential: string, address: string | undefined): Promise<Pass | Refusal>;
}
