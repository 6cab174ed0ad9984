import type { Clock } from '../../../platform/clock.ts';
import type { Fingerprint } from '../../../platform/fingerprint.ts';
import type { HttpClient } from '../../../platform/http-client.ts';
import type { RestV3ReadingOptions } from './options.ts';

/** What a sink is built from. */
export interface RestV3Parts<Options extends RestV3ReadingOptions = RestV3ReadingOptions> {
  readonly options: Options;
  readonly http: HttpClient;
  readonly clock: Clock;
  readonly fingerprint: Fingerprint;
}
