import type { MgDl } from '../../domain/glucose.ts';
import type { EpochMs } from '../../domain/instant.ts';
import type { Trend } from '../../domain/trend.ts';

/** One thing the simulated sensor reported, with what only the simulator knows. */
export interface SensorRecord {
  readonly systemTime: EpochMs;
  readonly glucoseMgdl: MgDl;
  readonly trend: Trend;
  /** mg/dL per minute, to one decimal as Dexcom gives it. */
  readonly trendRateMgdlPerMin: number;
  /** Offset of the wearer's display from UTC, east positive. */
  readonly utcOffsetMinutes: number;
  /** From this instant on Share shows it. */
  readonly appearsAt: EpochMs;
  /** `sensor` by the phone, `watch` the direct-to-watch double, `added` by hand. */
  readonly origin: 'sensor' | 'watch' | 'added';
}

/** From inclusive, to exclusive. */
export interface Span {
  readonly from: EpochMs;
  readonly to: EpochMs;
}

/** True when the instant lies in the span. */
export function isWithin(instant: EpochMs, { from, to }: Span): boolean {
  return instant >= from && instant < to;
}
