/** How glucose is shown to people, and told to programs that ask a Nightscout for its settings. */
export interface Display {
  /** Nightscout’s words: `mg/dl` or `mmol`. Data stay in mg/dL. */
  readonly units: 'mg/dl' | 'mmol';
  /** mg/dL, ascending from `bgLow` to `bgHigh`; the target range is from `bgTargetBottom` to `bgTargetTop`. */
  readonly thresholds: {
    readonly bgHigh: number;
    readonly bgTargetTop: number;
    readonly bgTargetBottom: number;
    readonly bgLow: number;
  };
}
