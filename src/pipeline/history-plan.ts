import { DAY_MS, HOUR_MS, MINUTE_MS, epochMs, type EpochMs } from '../domain/instant.ts';
import {
  HISTORY_LISTS,
  type HeldSpan,
  type HeldSpans,
  type HistoryList,
} from '../sources/history-source.ts';
import type { FetchWindow } from '../sources/source.ts';
import type { ListState, ListStates } from './history-state.ts';
import { addStretch, gapsIn, splitWindow } from './history-stretches.ts';
import { GREATEST_LEAD_MS } from './normalise.ts';

/** What a plan is made from. */
export interface HistoryQuestion {
  readonly states: ListStates;
  readonly held: HeldSpans;
  readonly now: EpochMs;
  /** `once` brings the newest records and never begins the first import. */
  readonly mode: 'once' | 'run';
  /** See HistorySource. */
  readonly longestWindowMs: number;
}

/** One request for records. */
export interface PlannedWindow {
  readonly list: HistoryList;
  readonly window: FetchWindow;
  readonly why: 'recent' | 'daily' | 'weekly' | 'import';
  /** The list’s state once this window and those of the list before it are in the journal. */
  readonly after: ListState;
}

/** Read of a list of which nothing was read before; the first import brings the rest. */
const FIRST_LOOK_MS = 48 * HOUR_MS;

/** Read again before the end last seen: a phone brings what it could not send in time. */
const OVERLAP_MS = 6 * HOUR_MS;

/** Later uploads, edits and deletions change the past: it is read again as far as this, as often as that. */
const DAILY = { backMs: 7 * DAY_MS, everyMs: DAY_MS };
const WEEKLY = { backMs: 29 * DAY_MS, everyMs: 7 * DAY_MS };

/** An end may be meant as excluded, and a newer record may come between two requests. */
const BEYOND_END_MS = MINUTE_MS;

/** The envelope is that of other lists: an alarm may come before the first reading, or tell that there is none any more. */
const BEYOND_ENVELOPE_MS = 6 * HOUR_MS;

/** 2015-01-01T00:00Z: no list reaches further back, whatever the clock of a receiver said. */
const EARLIEST = epochMs(1_420_070_400_000);

/**
 * The requests that bring every list up to date, in order: what is new in every list first, and then the first import,
 * oldest first over all lists. Anchored on the ends that Dexcom names, never on now. Pure.
 */
export function planHistory(question: HistoryQuestion): readonly PlannedWindow[] {
  const { states, held, mode } = question;
  const envelope = envelopeOf(held);
  const news: PlannedWindow[] = [];
  const imports: PlannedWindow[] = [];
  for (const list of HISTORY_LISTS) {
    const before = states[list];
    const isUntold = list === 'alerts' || list === 'devices';
    const own = held.spans[list];
    const told = own ?? (isUntold ? envelope : undefined) ?? spanBefore(before);
    const span = told && within(told, question.now);
    if (span === undefined) continue;
    const beyondMs = own === undefined && isUntold ? BEYOND_ENVELOPE_MS : BEYOND_END_MS;
    const planned = planNews(
      { list, before: { ...before, start: span.start }, span, beyondMs },
      question,
    );
    news.push(...planned);
    if (mode === 'once' || list === 'devices') continue;
    imports.push(...planImport(list, planned.at(-1)?.after ?? before, span, question));
  }
  // Stable: the windows of one list stay in order, and at one instant the lists do.
  return [...news, ...imports.sort((a, b) => a.window.from - b.window.from)];
}

/** From before the earliest start to the latest end of what a service tells of. */
function envelopeOf({ spans }: HeldSpans): HeldSpan | undefined {
  const told = Object.values(spans);
  if (told.length === 0) return undefined;
  return {
    start: epochMs(Math.min(...told.map(({ start }) => start)) - BEYOND_ENVELOPE_MS),
    end: epochMs(Math.max(...told.map(({ end }) => end))),
  };
}

/** A list that is not named any more (its last record was deleted) is still read again where it was. */
function spanBefore({ start, endSeen }: ListState): HeldSpan | undefined {
  return start === undefined || endSeen === undefined ? undefined : { start, end: endSeen };
}

/** The part of a span that is asked for, if any: what lies too far ahead would be set aside. */
function within({ start, end }: HeldSpan, now: EpochMs): HeldSpan | undefined {
  const from = epochMs(Math.max(start, EARLIEST));
  const to = epochMs(Math.min(end, now + GREATEST_LEAD_MS));
  return from <= to ? { start: from, end: to } : undefined;
}

interface ListQuestion {
  readonly list: HistoryList;
  readonly before: ListState;
  readonly span: HeldSpan;
  /** How far behind the span’s end is read, in ms. */
  readonly beyondMs: number;
}

/** New records, and the re-reads that are due and swallow them; all of it one range. */
function planNews(
  { list, before, span, beyondMs }: ListQuestion,
  { now, longestWindowMs }: HistoryQuestion,
): readonly PlannedWindow[] {
  const reach = (instant: number) => epochMs(Math.min(instant + beyondMs, now + GREATEST_LEAD_MS));
  const { endSeen } = before;
  const to = reach(span.end);
  const isFirst = endSeen === undefined;
  const isWeekly = !isFirst && isDue(before.weeklyAt, WEEKLY.everyMs, now);
  const isDaily = isWeekly || (!isFirst && isDue(before.dailyAt, DAILY.everyMs, now));
  const froms: number[] = [];
  let upTo = to;
  if (isFirst) froms.push(span.end - FIRST_LOOK_MS);
  else if (span.end > endSeen) froms.push(endSeen - OVERLAP_MS);
  else if (span.end < endSeen) {
    // The newest record was deleted, or the data were exchanged: look at where it was, unless that is far away.
    froms.push(span.end - OVERLAP_MS);
    if (reach(endSeen) - (span.end - OVERLAP_MS) <= longestWindowMs) upTo = reach(endSeen);
  }
  if (isDaily) froms.push(to - DAILY.backMs);
  if (isWeekly) froms.push(to - WEEKLY.backMs);
  if (froms.length === 0) return [];
  const range = { from: epochMs(Math.max(Math.min(...froms), span.start)), to: upTo };
  const why = isWeekly ? 'weekly' : isDaily ? 'daily' : 'recent';
  const isAsItIsNow = list === 'devices';
  const pieces = splitWindow(range, longestWindowMs);
  let after = before;
  const planned = pieces.map((window, index): PlannedWindow => {
    const upToEnd = epochMs(Math.min(window.to, span.end));
    after = {
      ...after,
      read: upToEnd < window.from ? after.read : addStretch(after.read, { ...window, to: upToEnd }),
      endSeen: epochMs(Math.max(after.endSeen ?? upToEnd, upToEnd)),
    };
    if (index === pieces.length - 1) {
      after = {
        ...after,
        endSeen: span.end,
        // What is met for the first time is read whole by the first import.
        ...(isDaily || isFirst ? { dailyAt: now } : {}),
        ...(isWeekly || isFirst ? { weeklyAt: now } : {}),
      };
    }
    return { list, window, why, after };
  });
  return isAsItIsNow ? planned.slice(-1) : planned;
}

/** A clock that was set back makes a re-read due: one too many is better than none for long. */
function isDue(lastAt: EpochMs | undefined, everyMs: number, now: EpochMs): boolean {
  return lastAt === undefined || now - lastAt >= everyMs || lastAt - now > HOUR_MS;
}

/** Everything of the span that was never read. */
function planImport(
  list: HistoryList,
  before: ListState,
  span: HeldSpan,
  { longestWindowMs }: HistoryQuestion,
): readonly PlannedWindow[] {
  let after: ListState = { ...before, start: span.start };
  return gapsIn({ from: span.start, to: span.end }, before.read)
    .flatMap((gap) => splitWindow(gap, longestWindowMs))
    .map((window) => {
      after = { ...after, read: addStretch(after.read, window) };
      return { list, window, why: 'import', after };
    });
}
