import { DAY_MS, epochMs, type EpochMs } from '../../../domain/instant.ts';
import type { WebApiRecords } from '../records/index.ts';
import { readQueryInstant } from './read-query-instant.ts';

/** Records dated ahead of the hour are looked for up to here. */
const AHEAD_MS = 400 * DAY_MS;

/** The ranges of what is dated after `lastSyncTime`, `Z` allowed; undefined when that is no date. */
export function newerRanges(
  records: WebApiRecords,
  lastSyncTime: string,
  now: EpochMs,
): Readonly<Record<string, unknown>> | undefined {
  const since = readQueryInstant(lastSyncTime.replace(/Z$/, ''));
  if (since === undefined) return undefined;
  const rangeOf = (name: 'calibrations' | 'egvs' | 'events'): object | null => {
    const all = records.list(name, epochMs(since + 1), epochMs(now + AHEAD_MS), now);
    const found = all.filter((record): record is Moment => isDated(record));
    const [first] = found;
    const last = found.at(-1);
    return first && last ? { start: momentOf(first), end: momentOf(last) } : null;
  };
  return {
    calibrations: rangeOf('calibrations'),
    egvs: rangeOf('egvs'),
    events: rangeOf('events'),
  };
}

interface Moment {
  readonly systemTime: string;
  readonly displayTime: unknown;
}

/** Broken records, which a quirk may put among the good ones, bound no range. */
function isDated(record: unknown): boolean {
  return typeof record === 'object' && record !== null && 'systemTime' in record;
}

function momentOf({ systemTime, displayTime }: Moment): Moment {
  return { systemTime, displayTime };
}
