import { DAY_MS, epochMs, MINUTE_MS, type EpochMs } from '../../domain/instant.ts';
import type { DiaryCalibration, DiaryEvent, EventContent, EventVersion } from './diary-event.ts';
import { dayOfEntry, planDiaryDay, type DiaryDay, type DiaryHabits } from './diary-habits.ts';
import { isWithin, type Span } from './sensor-record.ts';

/** The entries of a diary: the habitual ones, and those made or changed by hand. */
export interface DiaryPages {
  /** Habits are told up to `habitsTo`, what was put in by hand up to `to`. */
  events(from: EpochMs, to: EpochMs, habitsTo?: EpochMs): readonly DiaryEvent[];
  event(id: string): DiaryEvent | undefined;
  calibrations(from: EpochMs, to: EpochMs, habitsTo?: EpochMs): readonly DiaryCalibration[];
  add(content: EventContent, enteredAt: EpochMs): string;
  /** @throws RangeError when there is no such event */
  change(
    id: string,
    status: Exclude<EventVersion['status'], 'created'>,
    change: Partial<EventContent>,
    enteredAt: EpochMs,
  ): void;
  /** @throws RangeError when the value is no whole number */
  addCalibration(at: EpochMs, valueMgdl: number, enteredAt: EpochMs): string;
}

/** A day's entries may lie this far outside it, in days: meals wander, corrections move. */
const MARGIN_DAYS = 1;

/** Opens the pages; nothing habitual lies before `since`. */
export function createDiaryPages(habits: DiaryHabits, since: EpochMs, writes: boolean): DiaryPages {
  const byHand = new Map<string, DiaryEvent>();
  const calibrationsByHand: DiaryCalibration[] = [];
  const isKept = (event: DiaryEvent): boolean =>
    event.versions.every(({ content }) => content.at >= since);
  const dayOf = (index: number): DiaryDay => {
    const { events, calibrations } = planDiaryDay(habits, index);
    return {
      events: events.filter(isKept),
      calibrations: calibrations.filter(({ at }) => at >= since),
    };
  };
  const daysIn = function* (from: EpochMs, to: EpochMs): Generator<DiaryDay> {
    if (!writes || to <= since || to <= from) return;
    const offsetMs = habits.patient.homeOffsetMinutes * MINUTE_MS;
    const first = Math.floor((Math.max(from, since) + offsetMs) / DAY_MS) - MARGIN_DAYS;
    const last = Math.floor((to + offsetMs) / DAY_MS) + MARGIN_DAYS;
    for (let index = first; index <= last; index += 1) yield dayOf(index);
  };
  const event = (id: string): DiaryEvent | undefined => {
    const changed = byHand.get(id);
    if (changed) return changed;
    const day = dayOfEntry(id);
    if (day === undefined || !writes) return undefined;
    return dayOf(day).events.find((one) => one.id === id);
  };
  const touches = (one: DiaryEvent, span: Span): boolean =>
    one.versions.some(({ content }) => isWithin(content.at, span));

  return {
    event,
    events(from, to, habitsTo = to) {
      const found = [...byHand.values()];
      for (const { events } of daysIn(from, epochMs(Math.min(to, habitsTo)))) {
        found.push(...events.filter(({ id }) => !byHand.has(id)));
      }
      return found
        .filter((one) => touches(one, { from, to }))
        .sort((a, b) => a.versions[0].content.at - b.versions[0].content.at);
    },
    calibrations(from, to, habitsTo = to) {
      const found = [...calibrationsByHand];
      for (const { calibrations } of daysIn(from, epochMs(Math.min(to, habitsTo))))
        found.push(...calibrations);
      return found.filter(({ at }) => isWithin(at, { from, to })).sort((a, b) => a.at - b.at);
    },
    add(content, enteredAt) {
      const id = `hand-${byHand.size + 1}-${content.type}`;
      byHand.set(id, { id, versions: [{ content, status: 'created', enteredAt }] });
      return id;
    },
    change(id, status, change, enteredAt) {
      const known = event(id);
      if (!known) throw new RangeError(`the diary has no event ${id}`);
      const [created, ...later] = known.versions;
      // What habit would have done afterwards is not done any more.
      const sooner = later.filter((version) => version.enteredAt <= enteredAt);
      const content: EventContent = { ...(sooner.at(-1) ?? created).content, ...change };
      byHand.set(id, { id, versions: [created, ...sooner, { content, status, enteredAt }] });
    },
    addCalibration(at, valueMgdl, enteredAt) {
      if (!Number.isInteger(valueMgdl)) {
        throw new RangeError(`a calibration is whole mg/dL, not ${valueMgdl}`);
      }
      const id = `hand-${calibrationsByHand.length + 1}-calibration`;
      calibrationsByHand.push({ id, at: epochMs(at), valueMgdl, enteredAt, isRoutine: false });
      return id;
    },
  };
}
