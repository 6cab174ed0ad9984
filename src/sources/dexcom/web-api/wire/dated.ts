import { epochMs, type EpochMs } from '../../../../domain/instant.ts';
import type { Dated } from '../../../../domain/provenance.ts';
import { instantMsOf, parseDexcomTime } from './dexcom-time.ts';
import { displayOffsetMinutes } from './display-offset.ts';
import type { WireObject } from './json-value.ts';
import { Unreadable } from './unreadable.ts';
import { withoutUndefined } from './without-undefined.ts';

/**
 * 2010-01-01, years before the Web API and every sensor it knows. A time before it is no measurement: .NET writes its empty
 * date as year 1, and a clock that was never set begins in 1970.
 */
const EARLIEST_MS = 1_262_304_000_000;

/** A system time: UTC where no zone is written. Undefined where there is none, or one from before any sensor. */
export function readSystemTime(value: unknown): EpochMs | undefined {
  const time = parseDexcomTime(value);
  if (time === undefined) return undefined;
  const ms = instantMsOf(time);
  return ms < EARLIEST_MS ? undefined : epochMs(ms);
}

/**
 * When a record was measured or happened.
 * @throws Unreadable when its `systemTime` is no time.
 */
export function readDated(record: WireObject): Dated {
  const systemTime = readSystemTime(record['systemTime']);
  if (systemTime === undefined) {
    throw new Unreadable(
      'systemTime',
      'a time since 2010 such as 2025-05-17T03:59:11',
      record['systemTime'],
    );
  }
  const utcOffsetMinutes = displayOffsetMinutes(record['displayTime'], systemTime);
  return { systemTime, ...withoutUndefined({ utcOffsetMinutes }) };
}
