import { DAY_MS, epochMs, type EpochMs } from '../../domain/instant.ts';
import type { Clock } from '../../platform/clock.ts';
import { habitualPlan, planSince, type AlertPlan } from './alert-plan.ts';
import { tellAlerts, type DiaryAlert } from './alert-story.ts';
import { createChance } from './chance.ts';
import { createDiaryPages } from './diary-pages.ts';
import type { DiaryCalibration, DiaryEvent, EventContent } from './diary-event.ts';
import type { SimulatedPatient } from './patient.ts';
import { createTimeline } from './timeline.ts';

/** Who writes the diary. */
export interface DiaryOptions {
  readonly patient: SimulatedPatient;
  readonly clock: Clock;
  /** When the person began with this account: nothing is kept of the time before. 90 days before now by default. */
  readonly since?: EpochMs;
  /** The phone the app runs on. */
  readonly phone?: 'iOS' | 'android';
  /** What the person's meter shows; mg/dL by default. */
  readonly meterUnit?: 'mg/dL' | 'mmol/L';
  /** False: the person writes nothing of their own accord, only what is put in by hand. */
  readonly writes?: boolean;
}

/** A receiver carried beside the phone: it hears the same sensor. */
export interface ReceiverMode {
  /** How far its clock is ahead of the phone's, in ms; a receiver's clock is set by hand. */
  readonly clockAheadMs: number;
}

/** A reading whose value Dexcom says differently from an instant on. */
export interface ReadingChange {
  /** The measurement, UTC ms as the sensor has it. */
  readonly systemTime: EpochMs;
  readonly valueMgdl: number;
  readonly visibleAt: EpochMs;
}

/**
 * What the simulated person enters and the app does besides measuring. Any window can be asked, in any order, with the same
 * answer; spans are from inclusive, to exclusive. Changes by hand count as made now (by the clock) when no instant is said.
 */
export interface Diary {
  readonly since: EpochMs;
  readonly phone: 'iOS' | 'android';
  /** Events of which any version lies in the span; habits only up to `habitsTo`. */
  events(from: EpochMs, to: EpochMs, habitsTo?: EpochMs): readonly DiaryEvent[];
  event(id: string): DiaryEvent | undefined;
  calibrations(from: EpochMs, to: EpochMs, habitsTo?: EpochMs): readonly DiaryCalibration[];
  alerts(from: EpochMs, to: EpochMs): readonly DiaryAlert[];
  /** The alert settings that hold at an instant. */
  planAt(instant: EpochMs): AlertPlan;
  /** When they were last changed before an instant. */
  planChangedAt(instant: EpochMs): EpochMs;
  receiverAt(instant: EpochMs): ReceiverMode | undefined;
  /** The greatest error of a receiver's clock so far, in ms; undefined when there never was a receiver. */
  receiverReach(): number | undefined;
  /** Transmitters put on by hand, oldest first. */
  transmitterChanges(): readonly EpochMs[];
  readingChanges(): readonly ReadingChange[];
  /** Writes an event down. @returns its id in the diary. */
  addEvent(content: EventContent, enteredAt?: EpochMs): string;
  /** Corrects any event, habitual ones too: its time, type, amount or text. @throws RangeError when there is none */
  updateEvent(id: string, change: Partial<EventContent>, at?: EpochMs): void;
  /** Deletes any event: it stays listed as deleted, or vanishes altogether. @throws RangeError when there is none */
  deleteEvent(id: string, options?: { readonly vanish?: boolean; readonly at?: EpochMs }): void;
  addCalibration(at: EpochMs, valueMgdl: number, enteredAt?: EpochMs): string;
  changeSettings(change: Partial<AlertPlan>, from?: EpochMs): void;
  /** The Web API says this value of the reading nearest to `at`, from `visibleAt` on. @throws RangeError without one within 150 s */
  changeReading(at: EpochMs, valueMgdl: number, visibleAt?: EpochMs): void;
  /** From `from` on a receiver is carried too; undefined: no more. */
  setReceiver(mode: ReceiverMode | undefined, from?: EpochMs): void;
  /** A new transmitter or sensor is put on: its id is new and its ticks start at 0. */
  changeTransmitter(at?: EpochMs): void;
}

const USUAL_PAST_MS = 90 * DAY_MS;
const NEAR_MS = 150_000;

/** Creates the diary of one person. */
export function createDiary(options: DiaryOptions): Diary {
  const { patient, clock, phone = 'iOS', meterUnit = 'mg/dL', writes = true } = options;
  const chance = createChance(patient.seed);
  const wanted = options.since ?? Math.floor((clock.now() - USUAL_PAST_MS) / 1_000) * 1_000;
  const since = epochMs(Math.max(wanted, patient.notBefore ?? wanted));
  const pages = createDiaryPages({ patient, chance, meterUnit }, since, writes);
  const receiver = createTimeline<ReceiverMode | undefined>(undefined);
  let reach: number | undefined;
  const planChanges: { readonly from: EpochMs; readonly change: Partial<AlertPlan> }[] = [];
  const transmitters: EpochMs[] = [];
  const rewritten: ReadingChange[] = [];

  const planAt = (instant: EpochMs): AlertPlan => {
    let plan = habitualPlan(chance, instant);
    for (const { from, change } of planChanges) if (instant >= from) plan = { ...plan, ...change };
    return plan;
  };

  return {
    since,
    phone,
    events: (from, to, habitsTo) => pages.events(from, to, habitsTo),
    event: (id) => pages.event(id),
    calibrations: (from, to, habitsTo) => pages.calibrations(from, to, habitsTo),
    alerts: (from, to) => {
      const start = epochMs(Math.max(from, since));
      return to > start ? tellAlerts({ patient, chance, planAt }, start, to) : [];
    },
    planAt,
    planChangedAt: (instant) =>
      epochMs(
        Math.max(
          planSince(instant),
          ...planChanges.map(({ from }) => from).filter((from) => from <= instant),
        ),
      ),
    receiverAt: (instant) => receiver.at(instant),
    receiverReach: () => reach,
    transmitterChanges: () => transmitters,
    readingChanges: () => rewritten,
    addEvent: (content, enteredAt = clock.now()) => pages.add(content, enteredAt),
    updateEvent: (id, change, at = clock.now()) => pages.change(id, 'updated', change, at),
    deleteEvent: (id, { vanish = false, at = clock.now() } = {}) =>
      pages.change(id, vanish ? 'vanished' : 'deleted', {}, at),
    addCalibration: (at, valueMgdl, enteredAt = clock.now()) =>
      pages.addCalibration(at, valueMgdl, enteredAt),
    changeSettings(change, from = clock.now()) {
      planChanges.push({ from, change });
      planChanges.sort((a, b) => a.from - b.from);
    },
    changeReading(at, valueMgdl, visibleAt = clock.now()) {
      if (!Number.isInteger(valueMgdl)) {
        throw new RangeError(`a reading is whole mg/dL, not ${valueMgdl}`);
      }
      const near = patient
        .truth(epochMs(at - NEAR_MS), epochMs(at + NEAR_MS))
        .filter(({ origin }) => origin !== 'watch')
        .sort((a, b) => Math.abs(a.systemTime - at) - Math.abs(b.systemTime - at));
      const [reading] = near;
      if (!reading)
        throw new RangeError(`there is no reading within ${NEAR_MS / 1_000} s of ${at}`);
      rewritten.push({ systemTime: reading.systemTime, valueMgdl, visibleAt });
    },
    setReceiver(mode, from = clock.now()) {
      if (mode) reach = Math.max(reach ?? 0, Math.abs(mode.clockAheadMs));
      receiver.change(mode, from);
    },
    changeTransmitter(at = clock.now()) {
      transmitters.push(at);
      transmitters.sort((a, b) => a - b);
    },
  };
}
