import { epochMs } from '../../src/domain/instant.ts';
import type { PageReading, PageState } from '../../src/status-page/page-state.ts';
import type { Look } from '../../src/status-page/view/look.ts';
import { NIGHTSCOUT, SHARE, THRESHOLDS } from './page-rig.ts';

/** When the views are seen. */
export const NOW = epochMs(1_745_081_000_000);
export const MINUTE = 60_000;
/** How they are seen. */
export const look: Look = {
  units: 'mg/dl',
  isLive: true,
  clock: (at) => `clock(${(at - NOW) / MINUTE})`,
};

/** A reading so many minutes from NOW. */
export function at(
  minute: number,
  glucoseMgdl = 120,
  more: Partial<PageReading> = {},
): PageReading {
  return {
    at: epochMs(Math.round(NOW + minute * MINUTE)),
    glucoseMgdl,
    trend: 4,
    source: 'share',
    ...more,
  };
}

/** A state that is well, but for what is said. */
export function stateOf(recent: readonly PageReading[], more: Partial<PageState> = {}): PageState {
  const newest = recent.at(-1);
  return {
    account: 'anna',
    now: NOW,
    isSimulated: false,
    display: { units: 'mg/dl', thresholds: THRESHOLDS },
    ...(newest === undefined ? {} : { newest }),
    recent,
    lastDay: { bySource: { share: recent.length, 'web-api': 0 }, gaps: 0, longestGapMs: 0 },
    records: 12,
    setAside: 0,
    refused: 0,
    sources: [SHARE],
    sinks: [NIGHTSCOUT],
    history: 0,
    ...more,
  };
}

/** Words alone, as they are read. */
export function textOf(markup: { toString(): string }): string {
  return markup
    .toString()
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}
