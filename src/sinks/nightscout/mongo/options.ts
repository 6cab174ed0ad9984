import type { Secret } from '../../../platform/secret.ts';

/** A Nightscout MongoDB, written to beside the running site. */
export interface MongoOptions {
  /** Connection string; the database is its path, `test` when that is empty, as Nightscout resolves it. */
  readonly uri: Secret;
  /** Collection of the entries. */
  readonly collection: string;
  /** What Nightscout shows as the uploader. */
  readonly device: string;
  /** Another uploader’s row nearer than this is the same reading, in ms; 0 writes without looking. */
  readonly toleranceMs: number;
}
