import { MINUTE_MS } from './instant.ts';

/**
 * Two periods of the sensor and a minute, in ms: one reading is missing for certain, and an older one says nothing about now.
 * Wherever one is shown to people, it says so.
 */
export const CURRENT_MS = 11 * MINUTE_MS;
