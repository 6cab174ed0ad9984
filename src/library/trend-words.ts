import type { Trend as SourceTrend } from '../domain/trend.ts';
import type { NightscoutDirection, Trend } from './trend.ts';

/** One trend in the ways people and programs write it. */
export interface TrendWords {
  readonly arrow: string;
  readonly description: string;
  readonly direction: NightscoutDirection;
}

/** Every trend that a source can say. */
export const TREND_WORDS: Readonly<Record<SourceTrend & Trend, TrendWords>> = {
  none: { arrow: '', description: '', direction: 'NONE' },
  doubleUp: { arrow: '↑↑', description: 'rising quickly', direction: 'DoubleUp' },
  singleUp: { arrow: '↑', description: 'rising', direction: 'SingleUp' },
  fortyFiveUp: { arrow: '↗', description: 'rising slightly', direction: 'FortyFiveUp' },
  flat: { arrow: '→', description: 'steady', direction: 'Flat' },
  fortyFiveDown: { arrow: '↘', description: 'falling slightly', direction: 'FortyFiveDown' },
  singleDown: { arrow: '↓', description: 'falling', direction: 'SingleDown' },
  doubleDown: { arrow: '↓↓', description: 'falling quickly', direction: 'DoubleDown' },
  notComputable: {
    arrow: '?',
    description: 'trend not computable',
    direction: 'NOT COMPUTABLE',
  },
  rateOutOfRange: {
    arrow: '-',
    description: 'rate out of range',
    direction: 'RATE OUT OF RANGE',
  },
};
