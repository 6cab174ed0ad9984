/** Arrows by Dexcom’s trend number, 0–9; nothing where the sensor said nothing. */
const ARROWS = ['', '↑↑', '↑', '↗', '→', '↘', '↓', '↓↓', '?', '?'];

/** The arrow of a trend number. */
export function trendArrow(trend: number | undefined): string {
  return trend === undefined ? '' : (ARROWS[trend] ?? '');
}

/** `LOW` and `HIGH` beyond what the sensor measures, else the number; never a number that was not measured. */
export function glucoseText(mgdl: number): string {
  if (mgdl <= 39) return 'LOW (below 40 mg/dL)';
  return mgdl >= 401 ? 'HIGH (above 400 mg/dL)' : `${mgdl} mg/dL`;
}
