import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../domain/instant.ts';
import type { Chance } from './chance.ts';

/** A meal with its insulin: glucose rises by `riseMgdl` and is brought down by `dropMgdl`. */
export interface Meal {
  /** Such as `breakfast`; at most once a day. */
  readonly name: string;
  /** UTC ms, not whole. */
  readonly atMs: number;
  readonly riseMgdl: number;
  readonly risePeakMs: number;
  readonly dropMgdl: number;
  readonly dropPeakMs: number;
}

/** A night's sleeper lying on the sensor: the value sags and comes back. */
export interface Compression {
  readonly fromMs: number;
  readonly toMs: number;
  readonly depthMgdl: number;
}

/** What one local day of the person holds. */
export interface DayPlan {
  readonly meals: readonly Meal[];
  readonly compression?: Compression;
  readonly dawnMgdl: number;
  readonly baseMgdl: number;
}

/** The plan of a local day, by its number since 1970. */
export type DayPlans = (dayIndex: number) => DayPlan;

/** Name, usual hour, how often it is eaten, least and greatest rise in mg/dL. */
const MEALS = [
  ['breakfast', 7.5, 1, 55, 130],
  ['lunch', 12.5, 1, 45, 120],
  ['snack', 16, 0.6, 20, 60],
  ['dinner', 18.75, 1, 55, 140],
  ['late', 21.75, 0.3, 20, 70],
] as const;

const COMPRESSION_ODDS = 0.2;

/** A person's days as a pure function of chance; `utcOffsetMinutes` is where the person lives. */
export function createDayPlans(chance: Chance, utcOffsetMinutes: number): DayPlans {
  const days = new Map<number, DayPlan>();
  return (index) => {
    let day = days.get(index);
    if (!day) {
      day = planDay(chance, index, index * DAY_MS - utcOffsetMinutes * MINUTE_MS);
      days.set(index, day);
    }
    return day;
  };
}

function planDay(chance: Chance, index: number, midnightMs: number): DayPlan {
  const meals = MEALS.filter(([name, , odds]) => chance.uniform(`${name}/eaten`, index) < odds).map(
    ([name, hour, , least, most]): Meal => {
      const riseMgdl = chance.between(`${name}/rise`, index, least, most);
      return {
        name,
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
