import { epochMs, SECOND_MS, toIsoUtc, type EpochMs } from '../../../domain/instant.ts';
import type { FetchWindow } from '../../source.ts';

/**
 * The parameters of a window. Dexcom takes UTC without a zone; the start counts, the end may not, so that a second more
 * is asked for. Whole seconds, as every example has them, outwards. Pure.
 */
export function windowQuery({ from, to }: FetchWindow): string {
  const start = Math.floor(from / SECOND_MS);
  const end = Math.floor(to / SECOND_MS) + 1;
  return `startDate=${wireTime(epochMs(start * SECOND_MS))}&endDate=${wireTime(epochMs(end * SECOND_MS))}`;
}

/** `2026-11-21T03:12:07` */
function wireTime(instant: EpochMs): string {
  return toIsoUtc(instant).slice(0, 'YYYY-MM-DDTHH:MM:SS'.length);
}
