import { HOUR_MS, MINUTE_MS } from '../../domain/instant.ts';
import type { PageReading, PageState } from '../page-state.ts';
import { unpackSeries, type Series } from '../view/series.ts';
import { ask } from './ask.ts';
import { withRecent } from './chart-data.ts';

/** How far back the recent readings of a state go, a little less than all of it. In ms. */
const RECENT_MS = 3 * HOUR_MS - MINUTE_MS;

/** The readings of one span, kept up to date from what the bridge tells. */
export interface ReadingsSource {
  /** Those of the last `hours`; the same array until something changed. */
  of(state: PageState, hours: number): readonly PageReading[];
  /** Fetches what is missing for so many hours; `changed` is called once it is there. */
  want(state: PageState, hours: number, changed: () => void): void;
}

/** Fetches each span when it is first wanted, and again when old readings have changed. */
export function createReadingsSource(root: string): ReadingsSource {
  let fetched:
    | {
        readonly hours: number;
        readonly history: number;
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
    want(state, hours, changed) {
      const { account, history } = state;
      const isHeld = fetched !== undefined && fetched.hours >= hours && fetched.history === history;
      const key = `${hours} ${history}`;
      if (hours <= 3 || isHeld || asked === key) return;
      asked = key;
      const address = `${root}page/readings?account=${encodeURIComponent(account)}&hours=${hours}`;
      void ask<Series>(address).then((answer) => {
        if (asked === key) asked = undefined;
        if (answer.kind !== 'ok') return;
        fetched = { hours, history, readings: unpackSeries(answer.value) };
        last = undefined;
        changed();
      });
    },
  };
}
