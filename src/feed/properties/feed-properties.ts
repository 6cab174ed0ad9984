import type { Display } from '../../platform/display.ts';
import type { FeedFacts } from '../feed-facts.ts';
import type { FeedRows } from '../feed-rows.ts';
import { fillBuckets, withoutPlace, type Bucket, type Summed } from './buckets.ts';
import { deltaOf, newestBucket, type Delta } from './delta.ts';
import { directionOf, type Direction } from './direction.ts';
import { seenReadings } from './seen-reading.ts';

/** What the plugins of a Nightscout make of the newest readings. */
export interface FeedProperties {
  /** Empty where there is no reading. */
  readonly bgnow: Summed | Readonly<Record<string, never>>;
  readonly delta?: Delta;
  readonly buckets: readonly Bucket[];
  readonly direction?: Direction;
  /** The bridge has no battery: as a Nightscout answers that was told of none. */
  readonly upbat: { readonly display: '?%'; readonly devices: Readonly<Record<string, never>> };
}

/** Everything at once; each part is absent where Nightscout leaves it away. */
export async function readProperties(
  facts: Pick<FeedFacts, 'clock'>,
  rows: FeedRows,
  units: Display['units'],
): Promise<FeedProperties> {
  const readings = await seenReadings(facts, rows, units);
  const now = facts.clock.now();
  const buckets = fillBuckets(readings, now);
  const recent = newestBucket(buckets);
  const delta = deltaOf(buckets, units);
  const direction = directionOf(readings, now);
  return {
    bgnow: recent === undefined ? {} : withoutPlace(recent),
    ...(delta === undefined ? {} : { delta }),
    buckets,
    ...(direction === undefined ? {} : { direction }),
    upbat: { display: '?%', devices: {} },
  };
}
