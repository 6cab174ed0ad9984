import { epochMs, DAY_MS, MINUTE_MS, type EpochMs } from '../../domain/instant.ts';
import type { Chance } from './chance.ts';

/** When the person's app alarms. */
export interface AlertPlan {
  /** 120 to 400 in tens. */
  readonly highMgdl: number;
  /** 60 to 100 in fives. */
  readonly lowMgdl: number;
  /** Fixed by Dexcom. */
  readonly urgentLowMgdl: number;
  /** 2 or 3 mg/dL a minute; absent: the alert is off. */
  readonly riseMgdlPerMin?: number;
  readonly fallMgdlPerMin?: number;
  /** 20 to 240 minutes without a reading. */
  readonly signalLossMinutes: number;
  readonly highSnoozeMinutes: number;
  readonly lowSnoozeMinutes: number;
  /** How long it must be high first, in minutes; 0: at once. */
  readonly highDelayMinutes: number;
  /** mg/dL that a rate alert must also cross; absent: none. */
  readonly secondaryTriggerMgdl?: number;
  readonly isUrgentLowSoonOn: boolean;
  /** A second schedule with a high alert of its own. */
  readonly night?: NightPlan;
}

/** The schedule of some nights. */
export interface NightPlan {
  readonly name: string;
  /** Minutes after midnight on the wearer's clock; an end before the start lies on the next day. */
  readonly startMinute: number;
  readonly endMinute: number;
  readonly days: readonly Weekday[];
  readonly highMgdl: number;
}

export const WEEKDAYS = [
  'sunday',
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/** How long the person leaves the settings alone, in ms. */
const SETTLED_MS = 18 * DAY_MS;

/** When the period of settings that holds at an instant began. */
export function planSince(instant: EpochMs): EpochMs {
  return epochMs(Math.floor(instant / SETTLED_MS) * SETTLED_MS);
}

/** The settings of the person's own accord at an instant. */
export function habitualPlan(chance: Chance, instant: EpochMs): AlertPlan {
  const era = Math.floor(instant / SETTLED_MS);
  const among = (topic: string, least: number, most: number, step: number): number =>
    least + step * Math.floor(chance.uniform(topic, era) * ((most - least) / step + 1));
  const happens = (topic: string, odds: number): boolean => chance.uniform(topic, era) < odds;
  const highMgdl = among('plan/high', 180, 260, 10);
  return {
    highMgdl,
    lowMgdl: among('plan/low', 65, 80, 5),
    urgentLowMgdl: 55,
    ...(happens('plan/rise', 0.6) ? { riseMgdlPerMin: among('plan/rise/rate', 2, 3, 1) } : {}),
    ...(happens('plan/fall', 0.6) ? { fallMgdlPerMin: among('plan/fall/rate', 2, 3, 1) } : {}),
    signalLossMinutes: among('plan/signal', 20, 60, 10),
    highSnoozeMinutes: among('plan/high/snooze', 60, 180, 30),
    lowSnoozeMinutes: 30,
    highDelayMinutes: among('plan/high/delay', 0, 30, 15),
    ...(happens('plan/second', 0.3) ? { secondaryTriggerMgdl: 180 } : {}),
    isUrgentLowSoonOn: happens('plan/soon', 0.8),
    ...(happens('plan/night', 0.5)
      ? {
          night: {
            name: 'Night',
            startMinute: 22 * 60,
            endMinute: 7 * 60,
            days: happens('plan/night/weekend', 0.5) ? ['friday', 'saturday'] : [...WEEKDAYS],
            highMgdl: highMgdl + 40,
          },
        }
      : {}),
  };
}

/** The high limit that holds at an instant, in mg/dL: the night's, where it is one of its nights. */
export function highLimit(plan: AlertPlan, instant: EpochMs, utcOffsetMinutes: number): number {
  const { night } = plan;
  if (!night) return plan.highMgdl;
  const localMs = instant + utcOffsetMinutes * MINUTE_MS;
  const day = Math.floor(localMs / DAY_MS);
  const minute = Math.floor((localMs - day * DAY_MS) / MINUTE_MS);
  const isDay = (index: number): boolean =>
    night.days.includes(WEEKDAYS[(((index + 4) % 7) + 7) % 7] ?? 'sunday');
  const wraps = night.endMinute <= night.startMinute;
  const isNight =
    (minute >= night.startMinute && (wraps || minute < night.endMinute) && isDay(day)) ||
    (wraps && minute < night.endMinute && isDay(day - 1));
  return isNight ? night.highMgdl : plan.highMgdl;
}
