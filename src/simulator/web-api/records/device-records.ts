import { DAY_MS, epochMs, type EpochMs } from '../../../domain/instant.ts';
import { WEEKDAYS, type AlertPlan } from '../../patient/alert-plan.ts';
import { productWords } from './product.ts';
import { phoneDelayMs, type RecordsWorld, type WireRecord } from './records-world.ts';
import { displayApp, transmitterFields } from './transmitter.ts';
import { wallClock, wholeSeconds, zoneText } from './wire-time.ts';

/** How far back an upload is looked for, each in ms. */
const LOOK_BACK_MS = [DAY_MS / 24, DAY_MS, 30 * DAY_MS];

/** The phone with its alert settings, and the receiver while there is one, as of their last uploads before `asOf`. */
export function deviceRecords(world: RecordsWorld, asOf: EpochMs): WireRecord[] {
  const { diary } = world;
  const devices: WireRecord[] = [];
  const phoneAt = lastUpload(world, epochMs(asOf - phoneDelayMs(world)));
  if (phoneAt !== undefined) devices.push(deviceRecord(world, phoneAt, 'phone'));
  const receiverAt = lastUpload(world, asOf);
  if (receiverAt !== undefined && diary.receiverAt(receiverAt)) {
    devices.push(deviceRecord(world, receiverAt, 'receiver'));
  }
  return devices;
}

function lastUpload({ patient, diary }: RecordsWorld, asOf: EpochMs): EpochMs | undefined {
  for (const backMs of LOOK_BACK_MS) {
    const from = epochMs(Math.max(asOf - backMs, diary.since));
    const seen = patient.readings(from, epochMs(asOf + 1), asOf);
    if (seen.length > 0) return wholeSeconds(Math.max(...seen.map(({ appearsAt }) => appearsAt)));
  }
  return undefined;
}

function deviceRecord(world: RecordsWorld, at: EpochMs, device: 'phone' | 'receiver'): WireRecord {
  const isPhone = device === 'phone';
  return {
    lastUploadDate: `${wallClock(at)}Z`,
    ...transmitterFields(world, at),
    displayDevice: isPhone ? world.diary.phone : 'receiver',
    displayApp: isPhone ? displayApp(world) : null,
    alertSchedules: schedulesOf(world, at),
  };
}

/** The schedules that hold at an instant, in the words of the endpoint. */
export function schedulesOf(world: RecordsWorld, at: EpochMs): readonly WireRecord[] {
  const plan = world.diary.planAt(at);
  const changedAt = wholeSeconds(world.diary.planChangedAt(at));
  const offset = world.patient.utcOffsetAt(changedAt);
  const times = {
    systemTime: `${wallClock(changedAt)}Z`,
    displayTime: wallClock(changedAt, offset) + zoneText(offset),
  };
  const { lacksAlerts } = productWords(world.product());
  const alerts = (highMgdl: number): readonly WireRecord[] =>
    settingsOf({ ...plan, highMgdl })
      .filter(({ alertName }) => !lacksAlerts.includes(String(alertName)))
      .map((setting) => ({ ...setting, ...times }));
  const usual = schedule('', '00:00', '00:00', WEEKDAYS, true);
  const { night } = plan;
  return [
    { alertScheduleSettings: usual, alertSettings: alerts(plan.highMgdl) },
    ...(night
      ? [
          {
            alertScheduleSettings: schedule(
              night.name,
              timeOfDay(night.startMinute),
              timeOfDay(night.endMinute),
              night.days,
              false,
            ),
            alertSettings: alerts(night.highMgdl),
          },
        ]
      : []),
  ];
}

function schedule(
  alertScheduleName: string,
  startTime: string,
  endTime: string,
  daysOfWeek: readonly string[],
  isDefaultSchedule: boolean,
): WireRecord {
  return {
    alertScheduleName,
    isEnabled: true,
    isDefaultSchedule,
    startTime,
    endTime,
    daysOfWeek: [...daysOfWeek],
    isActive: isDefaultSchedule ? true : null,
    override: { isOverrideEnabled: false, mode: null, endTime: null },
  };
}

function settingsOf(plan: AlertPlan): readonly WireRecord[] {
  const { lowSnoozeMinutes: lowSnooze, urgentLowMgdl } = plan;
  const rate = (name: string, value: number | undefined, second?: number): WireRecord =>
    setting(name, value ?? 2, 'mg/dL/min', value !== undefined, {
      ...(second === undefined ? {} : { secondaryTriggerCondition: second }),
    });
  return [
    setting('urgentLow', urgentLowMgdl, 'mg/dL', true, { snooze: 30 }),
    setting('urgentLowSoon', urgentLowMgdl, 'mg/dL', plan.isUrgentLowSoonOn, { snooze: 30 }),
    setting('low', plan.lowMgdl, 'mg/dL', true, { snooze: lowSnooze }),
    setting('high', plan.highMgdl, 'mg/dL', true, {
      snooze: plan.highSnoozeMinutes,
      delay: plan.highDelayMinutes,
    }),
    rate('rise', plan.riseMgdlPerMin, plan.secondaryTriggerMgdl),
    rate('fall', plan.fallMgdlPerMin),
    setting('outOfRange', plan.signalLossMinutes, 'minutes', true, {}),
    setting('noReadings', plan.signalLossMinutes, 'minutes', true, {}),
  ];
}

function setting(
  alertName: string,
  value: number,
  unit: string,
  enabled: boolean,
  more: WireRecord,
): WireRecord {
  return {
    alertName,
    value,
    unit,
    snooze: null,
    enabled,
    delay: null,
    secondaryTriggerCondition: null,
    soundTheme: 'modern',
    soundOutputMode: 'sound',
    ...more,
  };
}

function timeOfDay(minute: number): string {
  const two = (part: number): string => String(part).padStart(2, '0');
  return `${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
}
