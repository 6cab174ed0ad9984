/** Of the documents; a later one is refused. */
export const FORMAT = 1;

/** A slot as the collection holds it. Nothing in it can be read without TOKEN_KEY but when it was written. */
export interface StoredSlot {
  /** Keyed hash of scope, account and name. */
  readonly _id: string;
  readonly format: number;
  /** Keyed hash of scope and account. */
  readonly account: string;
  /** The slot’s name, sealed. */
  readonly name: Uint8Array;
  /** The value, sealed. No two pieces are ever equal: it is its own mark for comparing. */
  readonly value: Uint8Array;
  /** ISO 8601, UTC. */
  readonly written_at: string;
}

/** What TOKEN_KEY is turned into keys with, one a scope. */
export interface StoredSalt {
  readonly _id: string;
  readonly format: number;
  readonly salt: Uint8Array;
  /** Tells a wrong TOKEN_KEY from the right one. */
  readonly proof: Uint8Array;
  readonly written_at: string;
}

export type StoredDocument = StoredSlot | StoredSalt;

/** The document as foreign data: what is in the database may be anything. */
export type Foreign = Readonly<Record<string, unknown>>;

/** Bytes of a field, or `undefined`. */
export function bytesOf(document: Foreign, field: string): Uint8Array | undefined {
  const value = document[field];
  return value instanceof Uint8Array ? value : undefined;
}
