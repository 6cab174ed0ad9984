import type { Clock } from '../../../platform/clock.ts';
import type { Fingerprint } from '../../../platform/fingerprint.ts';
import type { MongoReadingOptions } from './options.ts';

/** What a sink is built from. */
export interface MongoParts<Options extends MongoReadingOptions = MongoReadingOptions> {
  readonly options: Options;
  readonly clock: Clock;
  readonly fingerprint: Fingerprint;
}
