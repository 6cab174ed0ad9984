import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../domain/instant.ts';
import type { Chance } from './chance.ts';
import type { Compression, DayPlans } from './day-plan.ts';

/** What the sensor would measure at an instant (UTC ms), in mg/dL, unrounded; LOW and HIGH not yet cut off. */
export type GlucoseCurve = (instantMs: number) => number;

const COMPRESSION_EDGE_MS = 12 * MINUTE_MS;
/** Longest that a meal is felt, in ms. */
const MEAL_FELT_MS = 14 * HOUR_MS;

/** A person's glucose over any span, as a pure function of chance and time: meals, insulin, dawn, night, noise. */
export function createGlucoseCurve(
  chance: Chance,
  utcOffsetMinutes: number,
  dayOf: DayPlans,
): GlucoseCurve {
  const offsetMs = utcOffsetMinutes * MINUTE_MS;
  return (instantMs) => {
    const localMs = instantMs + offsetMs;
    const index = Math.floor(localMs / DAY_MS);
    const hour = (localMs - index * DAY_MS) / HOUR_MS;
    const today = dayOf(index);
    const yesterday = dayOf(index - 1);
    // The base slides over the small hours, so that midnight is no step.
    const slide = Math.min(1, hour / 6);
    let glucose = yesterday.baseMgdl + (today.baseMgdl - yesterday.baseMgdl) * slide;
    glucose += today.dawnMgdl * Math.exp(-(((hour - 6.5) / 1.6) ** 2));
    for (const meal of [...yesterday.meals, ...today.meals]) {
      const since = instantMs - meal.atMs;
      if (since <= 0 || since > MEAL_FELT_MS) continue;
      glucose += meal.riseMgdl * bump(since / meal.risePeakMs);
      glucose -= meal.dropMgdl * bump(since / meal.dropPeakMs);
    }
    glucose += 14 * chance.wave('noise/slow', instantMs / (170 * MINUTE_MS));
    glucose += 6 * chance.wave('noise/mid', instantMs / (47 * MINUTE_MS));
    glucose += 2.5 * chance.wave('noise/fast', instantMs / (13 * MINUTE_MS));
    if (today.compression) glucose -= sag(today.compression, instantMs);
    return soften(glucose);
  };
}

/** 0 at 0, 1 at 1, back towards 0: how food and insulin act. */
function bump(x: number): number {
  return x * x * Math.exp(2 * (1 - x));
}

function sag({ fromMs, toMs, depthMgdl }: Compression, instantMs: number): number {
  const inside = Math.min(instantMs - fromMs, toMs - instantMs) / COMPRESSION_EDGE_MS;
  if (inside <= 0) return 0;
  const part = Math.min(1, inside);
  return depthMgdl * part * part * (3 - 2 * part);
}

/** The body defends itself: below 70 the fall flattens out. */
function soften(glucose: number): number {
  return glucose >= 70 ? glucose : 36 + 34 * Math.exp((glucose - 70) / 34);
}
