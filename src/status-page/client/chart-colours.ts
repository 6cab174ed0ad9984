import type { Zone } from '../view/zone.ts';

/** Colours of the chart, as the style sheet has them now. */
export interface ChartColours {
  readonly line: string;
  readonly grid: string;
  readonly text: string;
  readonly band: string;
  readonly limit: string;
  readonly gap: string;
  readonly back: string;
  readonly cursor: string;
  readonly zones: Readonly<Record<Zone, string>>;
}

/** Reads them; they differ by colours chosen, contrast asked for, and forced colours. */
export function readChartColours(): ChartColours {
  const style = getComputedStyle(document.documentElement);
  const read = (name: string) => style.getPropertyValue(`--${name}`).trim();
  return {
    line: read('chart-line'),
    grid: read('chart-grid'),
    text: read('muted'),
    band: read('chart-band'),
    limit: read('chart-limit'),
    gap: read('chart-gap'),
    back: read('card'),
    cursor: read('text'),
    zones: {
      'very-low': read('very-low'),
      low: read('low'),
      'in-range': read('in-range'),
      high: read('high'),
      'very-high': read('very-high'),
    },
  };
}
