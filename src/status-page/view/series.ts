import type { EpochMs } from '../../domain/instant.ts';
import type { PageReading } from '../page-state.ts';

/** Many readings in few bytes: a fortnight is four thousand of them. */
export interface Series {
  /** Instant of the first, in ms, then from each to the next. */
  readonly steps: readonly number[];
  readonly mgdl: readonly number[];
  /** A character a reading: `0`–`9`, or `-` where no trend was said. */
  readonly trends: string;
  /** A character a reading: `s` for Share, `w` for the Web API. */
  readonly sources: string;
}

/** Packs readings. @param readings ascending. */
export function packSeries(readings: readonly PageReading[]): Series {
  return {
    steps: readings.map(({ at }, index) => at - (readings[index - 1]?.at ?? 0)),
    mgdl: readings.map(({ glucoseMgdl }) => glucoseMgdl),
    trends: readings.map(({ trend }) => (trend === undefined ? '-' : String(trend))).join(''),
    sources: readings.map(({ source }) => (source === 'share' ? 's' : 'w')).join(''),
  };
}

/** The readings that were packed, as they were. */
export function unpackSeries({ steps, mgdl, trends, sources }: Series): readonly PageReading[] {
  let at = 0;
  return mgdl.map((glucoseMgdl, index): PageReading => {
    at += steps[index] ?? 0;
    const trend = trends[index];
    return {
      at: at as EpochMs,
      glucoseMgdl,
      ...(trend === undefined || trend === '-' ? {} : { trend: Number(trend) }),
      source: sources[index] === 's' ? 'share' : 'web-api',
    };
  });
}
