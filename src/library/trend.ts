/** How fast and which way glucose moves, as the sensor’s algorithm said it: Dexcom’s ten words, in the order of its numbers. */
export type Trend =
  | 'none'
  | 'doubleUp'
  | 'singleUp'
  | 'fortyFiveUp'
  | 'flat'
  | 'fortyFiveDown'
  | 'singleDown'
  | 'doubleDown'
  | 'notComputable'
  | 'rateOutOfRange';

/** The same in Nightscout’s spelling, as its entries hold it. */
export type NightscoutDirection =
  | 'NONE'
  | 'DoubleUp'
  | 'SingleUp'
  | 'FortyFiveUp'
  | 'Flat'
  | 'FortyFiveDown'
  | 'SingleDown'
  | 'DoubleDown'
  | 'NOT COMPUTABLE'
  | 'RATE OUT OF RANGE';
