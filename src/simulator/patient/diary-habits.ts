import { DAY_MS, epochMs, HOUR_MS, MINUTE_MS, type EpochMs } from '../../domain/instant.ts';
import type { Chance } from './chance.ts';
import type { DiaryCalibration, DiaryEvent, EventContent, EventVersion } from './diary-event.ts';
import type { SimulatedPatient } from './patient.ts';

/** What the person writes down on one day of their own accord. */
export interface DiaryDay {
  readonly events: readonly DiaryEvent[];
  readonly calibrations: readonly DiaryCalibration[];
}

/** How the person writes. */
export interface DiaryHabits {
  readonly patient: SimulatedPatient;
  readonly chance: Chance;
  /** What the person's meter shows. */
  readonly meterUnit: 'mg/dL' | 'mmol/L';
}

/** Longest between an entry and what it is about, and between an entry and its correction, in ms. */
export const LONGEST_ENTRY_MS = 20 * MINUTE_MS;
const MGDL_PER_MMOL = 18.0182;
const HEALTH = ['illness', 'stress', 'highSymptoms', 'lowSymptoms', 'cycle', 'alcohol'];
const EFFORTS = ['light', 'medium', 'heavy'];
const NOTES = ['Pizza, counted late', 'New site', 'Slept badly', 'Birthday cake ✓', 'Compression?'];

/** The entries of a local day, a pure function of the person and the day's number since 1970. */
export function planDiaryDay({ patient, chance, meterUnit }: DiaryHabits, day: number): DiaryDay {
  const midnightMs = day * DAY_MS - patient.homeOffsetMinutes * MINUTE_MS;
  const atHour = (topic: string, least: number, most: number): EpochMs =>
    epochMs(Math.round(midnightMs + chance.between(topic, day, least, most) * HOUR_MS));
  const happens = (topic: string, odds: number): boolean => chance.uniform(topic, day) < odds;
  const pick = <T>(topic: string, list: readonly T[]): T =>
    list[Math.floor(chance.uniform(topic, day) * list.length)] as T;
  const events: DiaryEvent[] = [];
  const write = (slot: string, content: EventContent): void => {
    events.push({ id: `${day}/${slot}`, versions: versionsOf(chance, day, slot, content) });
  };
  const meter = (at: EpochMs): number => fingerstick(patient, chance, at);

  for (const meal of patient.dayPlan(day).meals) {
    const at = epochMs(Math.round(meal.atMs));
    const grams = Math.max(5, Math.round(meal.riseMgdl * 0.45));
    if (happens(`diary/${meal.name}/carbs`, 0.9)) {
      write(`carbs/${meal.name}`, { at, type: 'carbs', amount: grams });
    }
    if (happens(`diary/${meal.name}/bolus`, 0.85)) {
      const early = chance.between(`diary/${meal.name}/early`, day, 0, 15) * MINUTE_MS;
      write(`insulin/${meal.name}`, {
        at: epochMs(Math.round(at - early)),
        type: 'insulin',
        subtype: 'fastActing',
        amount: Math.max(1, Math.round(grams / 5)) / 2,
      });
    }
  }
  if (happens('diary/basal', 0.95)) {
    const amount = 16 + Math.floor(chance.uniform('diary/basal/units', 0) * 8);
    const at = atHour('diary/basal/hour', 21.5, 22.5);
    write('basal', { at, type: 'insulin', subtype: 'longActing', amount });
  }
  if (happens('diary/exercise', 0.4)) {
    write('exercise', {
      at: atHour('diary/exercise/hour', 16.5, 18.5),
      type: 'exercise',
      subtype: pick('diary/exercise/effort', EFFORTS),
      amount: 5 * Math.round(chance.between('diary/exercise/minutes', day, 3, 14)),
    });
  }
  if (happens('diary/health', 0.12)) {
    const at = atHour('diary/health/hour', 8, 22);
    write('health', { at, type: 'health', subtype: pick('diary/health/word', HEALTH) });
  }
  if (happens('diary/note', 0.2)) {
    const at = atHour('diary/note/hour', 7, 23);
    write('note', { at, type: 'notes', text: pick('diary/note/text', NOTES) });
  }
  const measured = (at: EpochMs, mgdl: number): EventContent => ({
    at,
    type: 'bloodGlucose',
    amount: meterUnit === 'mg/dL' ? mgdl : Math.round((mgdl / MGDL_PER_MMOL) * 10) / 10,
    meterUnit,
  });
  if (happens('diary/meter', 0.3)) {
    const at = atHour('diary/meter/hour', 6, 23);
    write('meter', measured(at, meter(at)));
  }
  const calibrations: DiaryCalibration[] = [];
  for (const [slot, odds, hour] of [
    ['morning', 0.55, 7.2],
    ['now-and-then', 0.08, 19.5],
  ] as const) {
    if (!happens(`diary/calibration/${slot}`, odds)) continue;
    const at = atHour(`diary/calibration/${slot}/hour`, hour - 0.6, hour + 0.6);
    const id = `${day}/calibration/${slot}`;
    const valueMgdl = meter(at);
    calibrations.push({ id, at, valueMgdl, enteredAt: at, isRoutine: slot === 'morning' });
    if (!happens(`diary/calibration/${slot}/twice`, 0.4)) continue;
    const apart = chance.between(`diary/calibration/${slot}/apart`, day, -280, 280) * 1_000;
    const also = epochMs(Math.round(at + apart));
    write(`calibration/${slot}/meter`, measured(also, valueMgdl));
  }
  return { events, calibrations };
}

/** The day that an entry of a habit belongs to; undefined for one made by hand. */
export function dayOfEntry(id: string): number | undefined {
  const found = /^(-?\d+)\//.exec(id);
  return found ? Number(found[1]) : undefined;
}

/** Most entries stay as they are; a few are corrected or deleted hours later. */
function versionsOf(
  chance: Chance,
  day: number,
  slot: string,
  content: EventContent,
): readonly [EventVersion, ...EventVersion[]] {
  const topic = `diary/${slot}`;
  const lateMs = chance.uniform(`${topic}/late`, day) ** 3 * LONGEST_ENTRY_MS;
  const enteredAt = epochMs(Math.round(content.at + lateMs));
  const created: EventVersion = { content, status: 'created', enteredAt };
  const fate = chance.uniform(`${topic}/fate`, day);
  const laterMs = chance.between(`${topic}/later`, day, 0.5, 6) * HOUR_MS;
  const laterAt = epochMs(Math.round(enteredAt + laterMs));
  if (fate < 0.03) return [created, { content, status: 'deleted', enteredAt: laterAt }];
  if (fate > 0.06) return [created];
  const moveMs = Math.round(chance.between(`${topic}/move`, day, -30, 30)) * MINUTE_MS;
  const { amount } = content;
  const changed: EventContent =
    fate < 0.045 || amount === undefined || content.type === 'bloodGlucose'
      ? { ...content, at: epochMs(content.at + moveMs) }
      : { ...content, amount: amount + 1 };
  return [created, { content: changed, status: 'updated', enteredAt: laterAt }];
}

/** What a meter shows: the sensor's last reading, give or take both their errors. */
function fingerstick(patient: SimulatedPatient, chance: Chance, at: EpochMs): number {
  const sensed = patient.truth(epochMs(at - 10 * MINUTE_MS), at).at(-1)?.glucoseMgdl ?? 120;
  const error = 1 + 0.05 * chance.normal('diary/meter/error', Math.floor(at / MINUTE_MS));
  return Math.max(20, Math.min(600, Math.round(sensed * error)));
}
