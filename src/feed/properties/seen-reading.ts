import { DAY_MS } from '../../domain/instant.ts';
import { mmolText } from '../../domain/glucose.ts';
import type { Display } from '../../platform/display.ts';
import type { FeedFacts } from '../feed-facts.ts';
import type { FeedRows } from '../feed-rows.ts';

/** A reading as the plugins of a Nightscout see it. */
export interface SeenReading {
  readonly _id: string;
  /** 39 is LOW, 401 is HIGH. */
  readonly mgdl: number;
  /** UTC ms. */
  readonly mills: number;
  readonly device: string;
  /** Absent where no trend was reported. */
  readonly direction?: string;
  readonly type: 'sgv';
  /** In the units of the display: a number of mg/dL, or a text of mmol/L such as `6.7`. */
  readonly scaled: number | string;
}

/** A Nightscout keeps two days of readings at hand; what is older is not there for its plugins. */
const SEEN_MS = 2 * DAY_MS;
/** Readings of a clock that is ahead are seen too. */
const AHEAD_MS = DAY_MS;

/** The readings of the last two days, newest first. */
export async function seenReadings(
  { clock }: Pick<FeedFacts, 'clock'>,
  rows: FeedRows,
  units: Display['units'],
): Promise<readonly SeenReading[]> {
  const now = clock.now();
  const found = await rows.entries.between(now - SEEN_MS, now + AHEAD_MS);
  return found.flatMap((row) =>
    row.type === 'sgv'
      ? {
          _id: row._id,
          mgdl: row.sgv,
          mills: row.date,
          device: row.device,
          ...(row.direction === undefined ? {} : { direction: row.direction }),
          type: row.type,
          scaled: units === 'mmol' ? mmolText(row.sgv) : row.sgv,
        }
      : [],
  );
}
