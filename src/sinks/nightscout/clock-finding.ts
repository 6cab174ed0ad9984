import { MINUTE_MS } from '../../domain/instant.ts';
import type { Clock } from '../../platform/clock.ts';
import type { ProbeFinding } from '../sink.ts';

/** Clocks that differ by more make new readings look old, or set them aside as future ones. */
const LARGEST_SKEW_MS = MINUTE_MS;

/** Compares a server's clock with ours; nothing where it did not tell it. @param of such as `the Nightscout site` @param serverMs UTC ms */
export function clockFinding(
  of: string,
  serverMs: number | undefined,
  clock: Clock,
): readonly ProbeFinding[] {
  if (serverMs === undefined) return [];
  const skewMs = serverMs - clock.now();
  const seconds = Math.round(Math.abs(skewMs) / 1000);
  const ok = Math.abs(skewMs) <= LARGEST_SKEW_MS;
  return [
    {
      what: `Clock of ${of}`,
      ok,
      detail: ok
        ? `within ${Math.max(seconds, 1)} s of this machine`
        : `${seconds} s ${skewMs > 0 ? 'ahead of' : 'behind'} this machine: set the clock of the one that is wrong (NTP)`,
    },
  ];
}
