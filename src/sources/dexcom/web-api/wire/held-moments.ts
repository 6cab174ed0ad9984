import { DAY_MS, epochMs, HOUR_MS, MINUTE_MS, type EpochMs } from '../../../../domain/instant.ts';
import { readSystemTime } from './dated.ts';
import { instantMsOf, parseDexcomTime } from './dexcom-time.ts';
import { displayOffsetMinutes } from './display-offset.ts';
import { isWireObject, type WireObject } from './json-value.ts';

/** The ends of one list of a data range, as far as they can be told. */
export interface HeldMoments {
  readonly start: EpochMs | undefined;
  readonly end: EpochMs | undefined;
}

/** A display clock runs by this at most beside the system clock, and summer time comes between. */
const START_SLACK_MS = DAY_MS;
const END_SLACK_MS = HOUR_MS;

/**
 * The moments of each list, in their order. Where one has no system time its display time tells it roughly: by its own zone, else
 * by the offset of another moment of the answer. A span that is too wide costs a call, one too narrow costs records, so
 * such a start is put a day earlier and such an end an hour later.
 */
export function readHeldMoments(
  lists: readonly (WireObject | undefined)[],
): readonly HeldMoments[] {
  const moments = lists.flatMap((list) => [list?.['start'], list?.['end']]).filter(isWireObject);
  const offset = moments.map(offsetOf).find((minutes) => minutes !== undefined);
  return lists.map((list) => ({
    start: momentOf(list?.['start'], offset, 0 - START_SLACK_MS),
    end: momentOf(list?.['end'], offset, END_SLACK_MS),
  }));
}

function offsetOf(moment: WireObject): number | undefined {
  const systemTime = readSystemTime(moment['systemTime']);
  return systemTime && displayOffsetMinutes(moment['displayTime'], systemTime);
}

function momentOf(
  value: unknown,
  offsetMinutes: number | undefined,
  slackMs: number,
): EpochMs | undefined {
  if (!isWireObject(value)) return undefined;
  const systemTime = readSystemTime(value['systemTime']);
  if (systemTime !== undefined) return systemTime;
  // The same bounds as for a system time: .NET's empty date is none.
  if (readSystemTime(value['displayTime']) === undefined) return undefined;
  const display = parseDexcomTime(value['displayTime']);
  if (display === undefined) return undefined;
  if (display.zoneSeconds !== undefined) return epochMs(instantMsOf(display) + slackMs);
  if (offsetMinutes === undefined) return undefined;
  return epochMs(display.wallMs - offsetMinutes * MINUTE_MS + slackMs);
}
