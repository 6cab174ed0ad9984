/** By Dexcom’s trend number, 0–9: a character for the title, words for ears, turns of the drawn arrow from straight up in degrees. */
const TRENDS = [
  { sign: '', words: 'no trend' },
  { sign: '↑↑', words: 'rising fast', turn: 0, isDouble: true },
  { sign: '↑', words: 'rising', turn: 0 },
  { sign: '↗', words: 'rising slowly', turn: 45 },
  { sign: '→', words: 'steady', turn: 90 },
  { sign: '↘', words: 'falling slowly', turn: 135 },
  { sign: '↓', words: 'falling', turn: 180 },
  { sign: '↓↓', words: 'falling fast', turn: 180, isDouble: true },
  { sign: '?', words: 'trend not computable' },
  { sign: '?', words: 'trend out of range' },
] as const satisfies readonly ShownTrend[];

/** How a trend is shown. */
export interface ShownTrend {
  readonly sign: string;
  readonly words: string;
  readonly turn?: number;
  readonly isDouble?: boolean;
}

const UNSAID: ShownTrend = { sign: '', words: 'no trend' };

/** A trend for people; where nothing was said, that is said. */
export function shownTrend(trend: number | undefined): ShownTrend {
  return trend === undefined ? UNSAID : (TRENDS[trend] ?? UNSAID);
}
