import { DAY_MS, epochMs, HOUR_MS, MINUTE_MS } from '../../../src/domain/instant.ts';
import type { WebApiTruth } from '../../../src/simulator/web-api/records/index.ts';
import { LAST_WORD_MS, type HistoryWorld, type NeighbourRows } from './history-world.ts';
import type { JudgeNotes } from './judge-world.ts';

export type TrueEvent = WebApiTruth['events'][number];

/** What happened, as far as the judge has to be told. */
export interface Story {
  readonly foreign: NeighbourRows;
  /** A carb entry that another app told first, and that is corrected later. */
  readonly toldByOthers: TrueEvent;
  /** Readings that reach Dexcom's Web API later than the first import. */
  readonly late: readonly { readonly from: number; readonly to: number }[];
}

/** What the person and the neighbours did before the bridge came. */
export async function before(world: HistoryWorld): Promise<Story> {
  const { clock, patient } = world;
  const now = clock.now();
  const truth = world.truth();
  const oldest = now - world.since;
  const span = (backMs: number, lastsMs: number) => ({
    from: epochMs(Math.round(now - backMs)),
    to: epochMs(Math.round(now - backMs + lastsMs)),
  });
  const byReceiver = span(10 * DAY_MS, 3 * HOUR_MS);
  const byPhone = span(6 * DAY_MS, 2 * HOUR_MS);
  patient.addLate(byReceiver, epochMs(now + 8 * DAY_MS));
  patient.addLate(byPhone, epochMs(now + HOUR_MS));
  const shared = span(oldest / 2, 2 * HOUR_MS);
  const carbs = eventsOf(truth, 'carbs', now - oldest + DAY_MS, now - DAY_MS);
  const [told = missing(), ...others] = carbs;
  const toldByOthers = others.find(({ systemTime }) => systemTime > now - 9 * DAY_MS) ?? missing();
  const instant = (at: number): string => new Date(at).toISOString();
  const foreign: NeighbourRows = {
    entries: truth.readings
      .filter(({ systemTime }) => systemTime >= shared.from && systemTime < shared.to)
      .map(({ systemTime, glucoseMgdl }) => systemTime + 61_000 + (glucoseMgdl % 7) * 1_000)
      .map((date, index) => ({
        ...{
          type: 'sgv',
          sgv: 111 + index,
          date,
          dateString: instant(date),
          sysTime: instant(date),
        },
        ...{ direction: 'Flat', device: 'xDrip-DexcomG5', utcOffset: 0 },
      })),
    treatments: [told, toldByOthers].flatMap((event, index) => [
      {
        ...{ eventType: 'Carb Correction', carbs: event.amount, enteredBy: 'Loop', utcOffset: 0 },
        created_at: instant(event.systemTime + 20_000),
        identifier: `loop-${index}`,
      },
      {
        ...{ eventType: 'Meal Bolus', insulin: 3, carbs: event.amount, enteredBy: 'Loop' },
        ...{ created_at: instant(event.systemTime), utcOffset: 0 },
      },
    ]),
    devicestatus: [
      { device: 'openaps://pi', created_at: instant(now), uploader: { battery: 50 }, utcOffset: 0 },
    ],
  };
  await world.seed(foreign);
  return { foreign, toldByOthers, late: [byReceiver, byPhone] };
}

/** What the person changes between the first import and the next re-reading. */
export function change(world: HistoryWorld, { toldByOthers }: Story): JudgeNotes {
  const { webApi } = world.share;
  const diary = webApi.diary();
  const truth = world.truth();
  const now = world.clock.now();
  // Everything here is read again a week later.
  const from = Math.max(now - 18 * DAY_MS, world.since + DAY_MS);
  const free = (type: string): TrueEvent[] =>
    eventsOf(truth, type, from, now - DAY_MS).filter(({ id }) => id !== toldByOthers.id);
  const carbs = free('carbs');
  const insulin = free('insulin');
  const next = (list: TrueEvent[]): TrueEvent => list.shift() ?? missing();
  const update = (event: TrueEvent, change: Parameters<typeof diary.updateEvent>[1]): void =>
    diary.updateEvent(event.id, change);

  update(toldByOthers, { amount: Number(toldByOthers.amount) + 11 });
  const more = next(carbs);
  update(more, { amount: Number(more.amount) + 7 });
  const earlier = next(carbs);
  update(earlier, { at: epochMs(earlier.systemTime - 95 * MINUTE_MS) });
  const another = next(carbs);
  update(another, { at: epochMs(another.systemTime + 3 * DAY_MS), amount: 33 });
  // What was counted as active insulin must not be any more, and the other way round.
  update(next(insulin.filter(({ subtype }) => subtype === 'fastActing')), {
    subtype: 'longActing',
  });
  const basal = insulin.filter(({ subtype }) => subtype === 'longActing');
  update(next(basal), { subtype: 'fastActing', amount: 2.5 });
  update(next(basal), { type: 'notes', text: 'No <b>basal</b> & no <3' });
  for (const list of [carbs, insulin.slice(5), free('exercise'), free('bloodGlucose')]) {
    diary.deleteEvent(next(list).id);
  }
  const vanished = carbs.at(-1) ?? missing();
  diary.deleteEvent(vanished.id, { vanish: true });

  const handy = (hoursAgo: number) => epochMs(Math.round(now - hoursAgo * HOUR_MS));
  diary.addEvent({ at: handy(50), type: 'bloodGlucose', amount: 5.6, meterUnit: 'mmol/L' });
  diary.addEvent({ at: handy(49), type: 'health', subtype: 'highSymptoms' });
  diary.addCalibration(handy(75), 143);
  diary.addEvent({ at: handy(75.05), type: 'bloodGlucose', amount: 143 });
  const twin = diary.addEvent({ at: handy(100.05), type: 'bloodGlucose', amount: 99 });
  diary.addCalibration(handy(100), 99);
  diary.updateEvent(twin, { amount: 98 }, epochMs(now + 2 * HOUR_MS));

  const at = (agoMs: number) =>
    truth.readings.find(({ systemTime }) => systemTime >= now - agoMs) ?? missing();
  const rewritten: readonly (readonly [agoMs: number, mgdl: (was: number) => number])[] = [
    [9 * DAY_MS, (was) => was + 9],
    [8 * DAY_MS, () => 39],
    [4 * DAY_MS, () => 401],
    [15 * HOUR_MS, (was) => was - 6],
  ];
  for (const [agoMs, mgdl] of rewritten) {
    const { systemTime, glucoseMgdl } = at(agoMs);
    diary.changeReading(systemTime, mgdl(glucoseMgdl));
  }
  // Share has told this one, the Web API will say it differently from its first word on: two sources disagree.
  const disputed = at(30 * MINUTE_MS);
  diary.changeReading(disputed.systemTime, disputed.glucoseMgdl + 5);

  diary.setReceiver({ clockAheadMs: 40_000 }, epochMs(now - 12 * DAY_MS));
  diary.setReceiver(undefined, epochMs(now - 9 * DAY_MS));
  diary.changeSettings({ highMgdl: 210, lowMgdl: 75, lowSnoozeMinutes: 25 });
  return {
    exceptions: new Map([[disputed.systemTime, disputed.measuredMgdl]]),
    kept: new Map([[vanished.id, vanished]]),
  };
}

/** What the person changes before everything is imported anew; older than any re-reading goes. */
export function changeOldest(world: HistoryWorld): void {
  const diary = world.share.webApi.diary();
  const to = world.since + 5 * DAY_MS;
  const truth = world.truth();
  const old = (type: string) => eventsOf(truth, type, world.since + DAY_MS / 2, to);
  const [, first = missing(), second = missing(), third = missing()] = old('carbs');
  const [bolus = missing()] = old('insulin');
  diary.deleteEvent(first.id);
  diary.updateEvent(second.id, { amount: 88 });
  diary.updateEvent(third.id, { at: epochMs(third.systemTime + 40 * HOUR_MS) });
  diary.deleteEvent(bolus.id);
  const reading = world
    .truth()
    .readings.find(({ systemTime }) => systemTime > world.since + DAY_MS);
  diary.changeReading(reading?.systemTime ?? missing(), 222);
  // Dexcom shows what was entered an hour later.
  world.advance(DAY_MS + 2 * HOUR_MS);
}

/** Live events whose last word was said long ago, oldest first. */
function eventsOf(truth: WebApiTruth, type: string, from: number, to: number): TrueEvent[] {
  return truth.events.filter(
    (event) =>
      event.type === type &&
      !event.isDeleted &&
      !event.isVanished &&
      event.sameAsCalibration === undefined &&
      event.systemTime >= from &&
      event.systemTime < to - LAST_WORD_MS,
  );
}

function missing(): never {
  throw new Error('this person has not lived long enough for the story');
}
