/** Minutes before now, mg/dL, and the direction where one was reported. */
export type Given = readonly [minutesAgo: number, mgdl: number, direction?: string];

/** Readings for which Nightscout’s rules part: oldest first, none near an edge that a second more would pass. */
export const scenarios: Readonly<Record<string, readonly Given[]>> = {
  'three in a row': [
    [12, 118, 'Flat'],
    [7, 121, 'Flat'],
    [2, 127, 'FortyFiveUp'],
  ],
  'ten minutes without a reading': [
    [22, 180, 'Flat'],
    [12, 170, 'SingleDown'],
    [2, 151, 'DoubleDown'],
  ],
  'just under the limit of nine minutes': [
    [10.9, 100, 'Flat'],
    [2, 118, 'SingleUp'],
  ],
  'uneven steps': [
    [14, 96, 'Flat'],
    [9, 101, 'Flat'],
    [4.5, 104, 'Flat'],
    [2, 111, 'FortyFiveUp'],
  ],
  'several in one stretch': [
    [8, 140, 'Flat'],
    [7, 141, 'Flat'],
    [4, 146, 'Flat'],
    [3, 149, 'FortyFiveUp'],
    [2, 151, 'FortyFiveUp'],
  ],
  'LOW now': [
    [12, 50, 'Flat'],
    [7, 45, 'SingleDown'],
    [2, 39, 'SingleDown'],
  ],
  'LOW before': [
    [12, 50, 'Flat'],
    [7, 39, 'SingleDown'],
    [2, 45, 'FortyFiveUp'],
  ],
  'LOW in the same stretch': [
    [7, 60, 'Flat'],
    [3.5, 39, 'SingleDown'],
    [2, 44, 'FortyFiveUp'],
  ],
  HIGH: [
    [12, 380, 'SingleUp'],
    [7, 395, 'SingleUp'],
    [2, 401, 'NONE'],
  ],
  'nothing for twenty minutes': [
    [25, 118, 'Flat'],
    [20, 121, 'FortyFiveUp'],
  ],
  'a day old': [
    [1505, 118, 'Flat'],
    [1500, 121, 'FortyFiveUp'],
  ],
  'more than two days old': [
    [3005, 118, 'Flat'],
    [3000, 121, 'FortyFiveUp'],
  ],
  'no trend': [
    [7, 121, 'Flat'],
    [2, 127],
  ],
  'not computable': [
    [7, 121, 'RATE OUT OF RANGE'],
    [2, 127, 'NOT COMPUTABLE'],
  ],
  'one alone': [[2, 127, 'Flat']],
  'none at all': [],
  'ahead of the clock': [
    [7, 121, 'Flat'],
    [2, 127, 'FortyFiveUp'],
    [-3, 133, 'SingleUp'],
  ],
  'half an hour without a reading': [
    [37, 121, 'Flat'],
    [32, 127, 'FortyFiveUp'],
    [2, 133, 'SingleUp'],
  ],
  falling: [
    [7, 152, 'Flat'],
    [2, 140, 'SingleDown'],
  ],
  'not a digit of mmol': [
    [7, 121, 'Flat'],
    [2, 122, 'Flat'],
  ],
};

/** What a Nightscout answered; instants are ms from the hour at which the readings were sent. */
export interface Recorded {
  readonly name: string;
  /** What it was set up to show. */
  readonly units: 'mg/dl' | 'mmol';
  readonly readings: readonly Given[];
  /** `/pebble?count=10` */
  readonly pebble: unknown;
  /** `/pebble` */
  readonly one: unknown;
  /** `/pebble?count=10` with the units that it was not set up for. */
  readonly other: unknown;
  readonly properties: unknown;
}

/** A value without ids and the hour of the answer, its instants counted from `now`. */
export function relative(value: unknown, now: number): unknown {
  if (Array.isArray(value)) return value.map((each) => relative(each, now));
  if (typeof value === 'number' && Math.abs(value - now) < 4 * 86_400_000) return value - now;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => name !== '_id' && name !== 'now')
      .map(([name, held]: [string, unknown]) => [name, relative(held, now)]),
  );
}
