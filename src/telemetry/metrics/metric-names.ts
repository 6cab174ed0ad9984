/** What every metric of the bridge itself begins with. */
export const PREFIX = 'nightscout_dexcom_bridge_';

/** From a second to a day: a reading of Share takes seconds to minutes, one of the Web API hours. In seconds. */
export const LAG_BUCKETS = [
  1, 2, 5, 10, 20, 30, 45, 60, 90, 120, 180, 300, 450, 600, 900, 1_800, 3_600, 7_200, 10_800,
  14_400, 21_600, 43_200, 86_400,
];

/** Up to the longest time that a call is given. In seconds. */
export const CALL_BUCKETS = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 90];

/** Kinds of failure after which a part tries again; a refused credential is a latch, a bug ends the program. */
export const RETRIED_KINDS = ['transient', 'throttled', 'refused', 'config'] as const;

/** How a call to a source, or a pass over its history, ended. */
export const POLL_OUTCOMES = ['new', 'unchanged', 'failed', 'latched'] as const;

/** What a source’s answers did to the journal. */
export const SOURCE_OUTCOMES = ['recorded', 'changed'] as const;

/** What became of records that were handed to a sink. */
export const SINK_OUTCOMES = ['written', 'present', 'refused'] as const;

/** States of a source or a sink. */
export const STATES = ['starting', 'ok', 'quiet', 'failing', 'latched'] as const;
