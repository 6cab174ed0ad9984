import { MINUTE_MS } from '../../domain/instant.ts';
import type { SeenReading } from './seen-reading.ts';

/** Which way glucose goes, for showing. */
export interface Direction {
  readonly display: null;
  /** Nightscout’s word; absent where no trend was reported. */
  readonly value?: string;
  /** An arrow, or `-`. */
  readonly label: string;
  /** The same as an HTML entity. */
  readonly entity: string;
}

const ARROWS: Readonly<Record<string, string>> = {
  NONE: '⇼',
  DoubleUp: '⇈',
  SingleUp: '↑',
  FortyFiveUp: '↗',
  Flat: '→',
  FortyFiveDown: '↘',
  SingleDown: '↓',
  DoubleDown: '⇊',
  'RATE OUT OF RANGE': '⇕',
};
const NO_ARROW = '-';
const CURRENT_MS = 15 * MINUTE_MS;

/** The direction of the newest reading; undefined once that is more than 15 minutes old. */
export function directionOf(readings: readonly SeenReading[], now: number): Direction | undefined {
  const newest = readings.find(({ mills }) => mills <= now);
  if (newest === undefined || now - newest.mills > CURRENT_MS) return undefined;
  const label = ARROWS[newest.direction ?? ''] ?? NO_ARROW;
  return {
    display: null,
    ...(newest.direction === undefined ? {} : { value: newest.direction }),
    label,
    entity: `&#${label.charCodeAt(0)};`,
  };
}
