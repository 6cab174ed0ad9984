import type { Clock } from '../../../platform/clock.ts';
import type { Fingerprint } from '../../../platform/fingerprint.ts';
import type { HttpClient } from '../../../platform/http-client.ts';
import type { RestV1ReadingOptions } from './options.ts';

/** What a sink is built from. */
export interface RestV1Parts<Options extends RestV1ReadingOptions = RestV1ReadingOptions> {
  readonly options: Options;
  readonly http: HttpClient;
  readonly clock: Clock;
  readonly fingerprint: Fingerprint;
}
