import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../domain/instant.ts';
import type { Chance } from './chance.ts';

/** What the sensor would measure at an instant (UTC ms), in mg/dL, unrounded; LOW and HIGH not yet cut off. */
export type GlucoseCurve = (instantMs: number) => number;

/** A meal with its insulin: glucose rises by `riseMgdl` and is brought down by `dropMgdl`. */
interface Meal {
  readonly atMs: number;
  readonly riseMgdl: number;
  readonly risePeakMs: number;
  readonly dropMgdl: number;
  readonly dropPeakMs: number;
}

/** A night's sleeper lying on the sensor: the value sags and comes back. */
interface Compression {
  readonly fromMs: number;
  readonly toMs: number;
  readonly depthMgdl: number;
}

interface Day {
  readonly meals: readonly Meal[];
  readonly compression?: Compression;
  readonly dawnMgdl: number;
  readonly baseMgdl: number;
}

/** Name, usual hour, how often it is eaten, least and greatest rise in mg/dL. */
const MEALS = [
  ['breakfast', 7.5, 1, 55, 130],
  ['lunch', 12.5, 1, 45, 120],
  ['snack', 16, 0.6, 20, 60],
  ['dinner', 18.75, 1, 55, 140],
  ['late', 21.75, 0.3, 20, 70],
] as const;

const COMPRESSION_ODDS = 0.2;
const COMPRESSION_EDGE_MS = 12 * MINUTE_MS;
/** Longest that a meal is felt, in ms. */
const MEAL_FELT_MS = 14 * HOUR_MS;

/** A person's glucose over any span, as a pure function of chance and time: meals, insulin, dawn, night, noise. */
export function createGlucoseCurve(chance: Chance, utcOffsetMinutes: number): GlucoseCurve {
  const days = new Map<number, Day>();
  const offsetMs = utcOffsetMinutes * MINUTE_MS;
  const dayOf = (index: number): Day => {
    let day = days.get(index);
    if (!day) {
      day = planDay(chance, index, index * DAY_MS - offsetMs);
      days.set(index, day);
    }
    return day;
  };
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

function planDay(chance: Chance, index: number, midnightMs: number): Day {
  const meals = MEALS.filter(([name, , odds]) => chance.uniform(`${name}/eaten`, index) < odds).map(
    ([name, hour, , least, most]): Meal => {
      const riseMgdl = chance.between(`${name}/rise`, index, least, most);
      return {
        atMs: midnightMs + (hour + chance.between(`${name}/hour`, index, -0.8, 0.8)) * HOUR_MS,
        riseMgdl,
        risePeakMs: chance.between(`${name}/peak`, index, 50, 80) * MINUTE_MS,
        dropMgdl: riseMgdl * chance.between(`${name}/dose`, index, 0.15, 0.55),
        dropPeakMs: chance.between(`${name}/tail`, index, 130, 190) * MINUTE_MS,
      };
    },
  );
  const fromMs = midnightMs + chance.between('compression/hour', index, 0.5, 5) * HOUR_MS;
  const lastsMs = chance.between('compression/lasts', index, 30, 60) * MINUTE_MS;
  return {
    meals,
    dawnMgdl: chance.between('dawn', index, 10, 35),
    baseMgdl: chance.between('base', index, 106, 136),
    ...(chance.uniform('compression', index) < COMPRESSION_ODDS
      ? {
          compression: {
            fromMs,
            toMs: fromMs + lastsMs,
            depthMgdl: chance.between('compression/depth', index, 25, 45),
          },
        }
      : {}),
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
