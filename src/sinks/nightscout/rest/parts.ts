import type { Clock } from '../../../platform/clock.ts';
import type { Fingerprint } from '../../../platform/fingerprint.ts';
import type { HttpClient } from '../../../platform/http-client.ts';

/** What a sink of a site is built from. */
export interface RestParts<Options> {
  readonly options: Options;
  readonly http: HttpClient;
  readonly clock: Clock;
  readonly fingerprint: Fingerprint;
}
