import type { NightscoutEntry } from '../entry.ts';
import type { FoundRow } from '../found-row.ts';
import { sameContent } from '../same-content.ts';

/** Fields of an entry that come and go with its trend. */
const OPTIONAL = ['direction', 'trend', 'trendRate'] as const;

/** True when a row says what the entry says, but for what a site never lets change. */
export function saysTheSame(row: FoundRow, entry: NightscoutEntry): boolean {
  const { device, app, date } = row.fields;
  return sameContent(row, { ...entry, device, app, date } as NightscoutEntry, false);
}

/** What makes a row say what the entry says. A site takes no field away: one that is no longer known becomes `null`. */
export function changeOf(
  row: FoundRow,
  { sgv, dateString, sysTime, direction, trend, trendRate, dexcom }: NightscoutEntry,
): object {
  const known = { direction, trend, trendRate };
  const optional = OPTIONAL.flatMap((field) => {
    const value = known[field] ?? (field in row.fields ? null : undefined);
    return value === undefined ? [] : [[field, value] as const];
  });
  return {
    sgv,
    dateString,
    sysTime,
    ...Object.fromEntries(optional),
    ...(dexcom === undefined ? {} : { dexcom }),
  };
}
