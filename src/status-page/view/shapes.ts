import { html, type Html } from './html.ts';
import type { ShownTrend } from './trend-words.ts';

/** How something stands, for colour and shape alike. */
export type Tone = 'good' | 'idle' | 'warn' | 'bad' | 'off';

const SHAPES: Readonly<Record<Tone, string>> = {
  good: 'M8 1a7 7 0 1 1 0 14A7 7 0 0 1 8 1ZM4.6 8.3l2.3 2.4 4.6-5.2',
  idle: 'M8 1a7 7 0 1 1 0 14A7 7 0 0 1 8 1ZM8 4.4v4l2.6 1.8',
  warn: 'M8 1.4 15.2 14H.8ZM8 6v4M8 11.9v.3',
  bad: 'M5 1h6l4 4v6l-4 4H5l-4-4V5ZM5.6 5.6l4.8 4.8M10.4 5.6l-4.8 4.8',
  off: 'M2 2h12v12H2ZM5 8h6',
};

/** A sign beside a word; each tone has its own outline, so that nobody needs the colour. */
export function toneShape(tone: Tone): Html {
  return html`<svg class="shape" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
    <path d="${SHAPES[tone]}" />
  </svg>`;
}

const ARROW = 'M12 21V4M5.5 10.5 12 4l6.5 6.5';

/** The arrow of a trend, drawn: fonts draw it too differently. Empty where the trend has none. */
export function trendArrow({ turn, isDouble }: ShownTrend): Html | '' {
  if (turn === undefined) return '';
  if (isDouble === true) {
    const turned = `rotate(${turn} 12 12)`;
    return html`<svg class="arrow" viewBox="0 0 41 24" aria-hidden="true" focusable="false">
      <path d="${ARROW}" transform="${turned}" />
      <path d="${ARROW}" transform="translate(17) ${turned}" />
    </svg>`;
  }
  return html`<svg class="arrow" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
    <path d="${ARROW}" transform="rotate(${turn} 12 12)" />
  </svg>`;
}
