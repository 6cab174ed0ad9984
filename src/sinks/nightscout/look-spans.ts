import { HOUR_MS, epochMs, type EpochMs } from '../../domain/instant.ts';

/** A span of instants to look at, both ends included. */
export interface LookSpan {
  readonly from: EpochMs;
  readonly to: EpochMs;
}

/** A longer silence between two entries starts a new span, so that one late record does not ask for months of rows. */
const LONGEST_SILENCE_MS = 6 * HOUR_MS;

/** The fewest spans that hold every entry with the tolerance on both sides; for any order of entries. */
export function lookSpans(
  entries: readonly { readonly date: number }[],
  toleranceMs: number,
  longestSilenceMs = LONGEST_SILENCE_MS,
): readonly LookSpan[] {
  const dates = entries.map((entry) => entry.date).sort((a, b) => a - b);
  const spans: { from: EpochMs; to: EpochMs }[] = [];
  for (const date of dates) {
    const open = spans.at(-1);
    const to = epochMs(date + toleranceMs);
    if (open && date - toleranceMs - open.to <= longestSilenceMs) open.to = to;
    else spans.push({ from: epochMs(date - toleranceMs), to });
  }
  return spans;
}
