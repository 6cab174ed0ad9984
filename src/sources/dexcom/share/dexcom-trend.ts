import { TRENDS, type Trend } from '../../../domain/trend.ts';

/** Every spelling without case, spaces, hyphens and underscores. */
const BY_SPELLING: ReadonlyMap<string, Trend> = new Map<string, Trend>([
  ...TRENDS.map((trend): [string, Trend] => [trend.toLowerCase(), trend]),
  ...TRENDS.map((trend, number): [string, Trend] => [String(number), trend]),
  ['noncomputable', 'notComputable'],
]);

/**
 * Reads one of Share’s trends: a number 0–9 or a word. Anything else is undefined, since a guessed arrow is worse than none.
 * QUIRK(share, 2021-11): numbers became words in the EU on 2021-11-30, and elsewhere later; words differ in spelling.
 */
export function parseDexcomTrend(value: unknown): Trend | undefined {
  if (typeof value === 'number') return Number.isInteger(value) ? TRENDS[value] : undefined;
  if (typeof value !== 'string') return undefined;
  return BY_SPELLING.get(value.replace(/[\s_-]/g, '').toLowerCase());
}
