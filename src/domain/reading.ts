import type { MgDl } from './glucose.ts';
import type { Dated, Provenance } from './provenance.ts';
import type { Trend } from './trend.ts';

/**
 * One estimated glucose value. A missing field was not said; it is never guessed. In the journal it is what all its
 * observations together say, and `systemTime` is the first one ever seen: Nightscout keys on it to the millisecond.
 */
export interface Reading extends Dated, Provenance {
  readonly kind: 'reading';
  readonly glucoseMgdl: MgDl;
  readonly trend?: Trend;
  /** mg/dL per minute. */
  readonly trendRateMgdlPerMin?: number;
  /** Dexcom's id of the reading, from the first source that had one. */
  readonly recordId?: string;
}
