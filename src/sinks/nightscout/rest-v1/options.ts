import type { Secret } from '../../../platform/secret.ts';

/** A Nightscout site, written to by its REST API v1. */
export interface RestV1Options {
  /** Scheme, host, port and path prefix, without a trailing slash. */
  readonly siteUrl: string;
  /** The plain API secret, or an access token. */
  readonly credential: { readonly kind: 'secret' | 'token'; readonly value: Secret };
  /** What Nightscout shows as the uploader. */
  readonly device: string;
  /** Another uploader’s row nearer than this is the same reading, in ms; 0 writes without looking. */
  readonly toleranceMs: number;
}
