import { DAY_MS, epochMs, type EpochMs } from '../../../domain/instant.ts';
import type { RecordsWorld, Row, WireRecord } from './records-world.ts';

/** Tells the rows of a span that can be read at an instant. */
export type RowTeller = (
  world: RecordsWorld,
  from: EpochMs,
  to: EpochMs,
  asOf: EpochMs,
) => readonly Row[];

/** Records dated ahead of the hour are looked for up to here, in ms. */
const AHEAD_MS = 400 * DAY_MS;

/** First and last moment of a list, null when it is empty. */
export function rangeOf(world: RecordsWorld, tell: RowTeller, asOf: EpochMs): WireRecord | null {
  const { since } = world.diary;
  const first = firstIn(
    spans(since, asOf).map(
      ([from, to]) =>
        () =>
          tell(world, from, to, asOf),
    ),
  );
  const ahead = tell(world, asOf, epochMs(asOf + AHEAD_MS), asOf);
  const last =
    ahead.length > 0
      ? ahead
      : firstIn(
          spans(since, asOf)
            .toReversed()
            .map(
              ([from, to]) =>
                () =>
                  tell(world, from, to, asOf),
            ),
        );
  const start = inOrder(first.length > 0 ? first : last)[0];
  const end = inOrder(last).at(-1);
  return start && end ? { start: momentOf(start), end: momentOf(end) } : null;
}

/** Oldest first. */
export function inOrder(rows: readonly Row[]): readonly Row[] {
  return [...rows].sort((a, b) => a.at - b.at || (a.key < b.key ? -1 : 1));
}

function momentOf({ record }: Row): WireRecord {
  return { systemTime: record['systemTime'], displayTime: record['displayTime'] };
}

function firstIn(asks: readonly (() => readonly Row[])[]): readonly Row[] {
  for (const ask of asks) {
    const found = ask();
    if (found.length > 0) return found;
  }
  return [];
}

function spans(from: EpochMs, to: EpochMs): readonly (readonly [EpochMs, EpochMs])[] {
  const list: (readonly [EpochMs, EpochMs])[] = [];
  for (let at = Number(from); at < to; at += DAY_MS) {
    list.push([epochMs(at), epochMs(Math.min(at + DAY_MS, to))]);
  }
  return list;
}
