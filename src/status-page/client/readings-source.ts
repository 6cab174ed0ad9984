import { HOUR_MS, MINUTE_MS } from '../../domain/instant.ts';
import type { PageReading, PageState } from '../page-state.ts';
import { unpackSeries, type Series } from '../view/series.ts';
import { ask } from './ask.ts';
import { withRecent } from './chart-data.ts';

/** How far back the recent readings of a state go, a little less than all of it. In ms. */
const RECENT_MS = 3 * HOUR_MS - MINUTE_MS;
/** What was fetched is fetched again before the recent readings no longer reach back to it. In ms. */
const KEEP_MS = 2 * HOUR_MS;

/** The readings of one span, kept up to date from what the bridge tells. */
export interface ReadingsSource {
  /** Those of the last `hours`; the same array until something changed. */
  of(state: PageState, hours: number): readonly PageReading[];
  /** Whether those are all that the bridge has: where they are not, a stretch without readings says nothing. */
  isWhole(state: PageState, hours: number): boolean;
  /** Fetches what is missing for so many hours; `changed` is called once it is there. */
  want(state: PageState, hours: number, changed: () => void): void;
  /** The bridge was not heard for a while: what was fetched is shown on, and fetched again when it is next wanted. */
  renew(): void;
}

/** Fetches each span when it is first wanted, and again when old readings have changed. */
export function createReadingsSource(root: string): ReadingsSource {
  let fetched:
    | {
        readonly hours: number;
        /** Undefined where what changed meanwhile was not heard. */
        readonly history: number | undefined;
        /** All readings until then are in it, in ms since the epoch. */
        readonly until: number;
        readonly readings: readonly PageReading[];
      }
    | undefined;
  let asked: string | undefined;
  let last:
    | { readonly key: unknown; readonly hours: number; readonly readings: readonly PageReading[] }
    | undefined;

  return {
    of(state, hours) {
      if (last?.key === state.recent && last.hours === hours) return last.readings;
      const base = hours > 3 ? (fetched?.readings ?? []) : [];
      const all = withRecent(base, state.recent, state.now - RECENT_MS);
      const from = state.now - hours * HOUR_MS;
      last = { key: state.recent, hours, readings: all.filter(({ at }) => at >= from) };
      return last.readings;
    },
    isWhole(state, hours) {
      if (hours <= 3) return true;
      if (fetched === undefined || fetched.hours < hours) return false;
      return fetched.until >= state.now - RECENT_MS;
    },
    want(state, hours, changed) {
      const { account, history, now: until } = state;
      const isHeld =
        fetched !== undefined &&
        fetched.hours >= hours &&
        fetched.history === history &&
        until - fetched.until < KEEP_MS;
      const key = `${hours} ${history}`;
      if (hours <= 3 || isHeld || asked === key) return;
      asked = key;
      const address = `${root}page/readings?account=${encodeURIComponent(account)}&hours=${hours}`;
      void ask<Series>(address).then((answer) => {
        if (asked === key) asked = undefined;
        if (answer.kind !== 'ok') return;
        fetched = { hours, history, until, readings: unpackSeries(answer.value) };
        last = undefined;
        changed();
      });
    },
    renew() {
      asked = undefined;
      if (fetched !== undefined) fetched = { ...fetched, history: undefined };
    },
  };
}
