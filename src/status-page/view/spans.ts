/** A stretch of time the chart can show, up to now. */
export interface Span {
  readonly hours: number;
  /** On its button. */
  readonly label: string;
  /** In a sentence. */
  readonly words: string;
}

/** What there is to choose from. */
export const SPANS: readonly Span[] = [
  { hours: 3, label: '3 h', words: '3 hours' },
  { hours: 6, label: '6 h', words: '6 hours' },
  { hours: 24, label: '24 h', words: '24 hours' },
  { hours: 72, label: '3 d', words: '3 days' },
  { hours: 336, label: '14 d', words: '14 days' },
];

/** Shown until the viewer chooses. */
export const FIRST_SPAN: Span = { hours: 3, label: '3 h', words: '3 hours' };

/** The span of so many hours, if it is one of them. */
export function spanOf(hours: number): Span | undefined {
  return SPANS.find((span) => span.hours === hours);
}
