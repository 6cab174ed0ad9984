import { TRENDS, type Trend } from '../../../../domain/trend.ts';

/** Every spelling without case, blanks, hyphens and underscores. */
const BY_SPELLING: ReadonlyMap<string, Trend> = new Map<string, Trend>([
  ...TRENDS.map((trend): [string, Trend] => [trend.toLowerCase(), trend]),
  ['noncomputable', 'notComputable'],
]);

/** Reads a trend; `unknown`, null and a word we do not know say nothing, since a guessed arrow is worse than none. */
export function parseTrendWord(value: unknown): Trend | undefined {
  if (typeof value !== 'string') return undefined;
  return BY_SPELLING.get(value.replace(/[\s_-]/g, '').toLowerCase());
}
