import { epochMs, HOUR_MS, SECOND_MS, type EpochMs } from '../domain/instant.ts';
import { parseHttpDate } from './http-date.ts';

/** A longer wait is not believed: a slip in a proxy must not silence glucose data for a day. */
const LONGEST_WAIT_MS = HOUR_MS;

/**
 * The instant, by our clock, until which the server asks to be left alone (RFC 9110 10.2.3): seconds or an HTTP date.
 * At most one hour away, never in the past; undefined when the server did not say.
 * @param headers with lower-case names
 */
export function retryAfter(
  headers: Readonly<Record<string, string>>,
  now: EpochMs,
): EpochMs | undefined {
  const said = headers['retry-after']?.trim();
  if (said === undefined) return undefined;
  const waitMs = /^\d+$/.test(said) ? Number(said) * SECOND_MS : dateWaitMs(said, headers, now);
  if (waitMs === undefined) return undefined;
  return epochMs(now + Math.min(Math.max(waitMs, 0), LONGEST_WAIT_MS));
}

/** A date is by the server's clock, so it is measured from the server's own `Date` where that was sent. */
function dateWaitMs(
  said: string,
  headers: Readonly<Record<string, string>>,
  now: EpochMs,
): number | undefined {
  const until = parseHttpDate(said);
  return until === undefined ? undefined : until - (parseHttpDate(headers['date']) ?? now);
}
