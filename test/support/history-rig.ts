import { DAY_MS, epochMs, MINUTE_MS, type EpochMs } from '../../src/domain/instant.ts';
import type { Observation } from '../../src/domain/record.ts';
import type { Journal } from '../../src/journal/journal.ts';
import { createBell } from '../../src/pipeline/bell.ts';
import { createHistoryLoop } from '../../src/pipeline/history-loop.ts';
import { latchSlotName, readLatch } from '../../src/pipeline/latch.ts';
import { seededRandom } from '../../src/platform/random.ts';
import type { HistoryList } from '../../src/sources/history-source.ts';
import type { BridgeEvent } from '../../src/telemetry/events.ts';
import { FakeClock } from './fake-clock.ts';
import { MemoryJournal } from './memory-journal.ts';
import { PERIOD_MS, seen, T0 } from './readings.ts';
import { createScriptedHistory, type ScriptedHistory } from './scripted-history-source.ts';

/** When a rig’s clock begins: T0 and two hours, so that what was measured until T0 has been uploaded. */
export const RIG_NOW = T0 + 2 * 3_600_000;
export const EVERY_MS = 15 * MINUTE_MS;

/** The schedule of a rig: every quarter of an hour. */
export const everyQuarter = {
  next: (after: EpochMs) => epochMs((Math.floor(after / EVERY_MS) + 1) * EVERY_MS),
};

/** A reading `k` periods after T0, as the Web API gives it: whole seconds and an id of its own. */
export function egv(k: number, glucoseMgdl = 100 + (Math.abs(k) % 200)): Observation {
  return seen(Math.floor((T0 + k * PERIOD_MS) / 1000) * 1000, glucoseMgdl, {
    source: 'web-api',
    sourceRecordId: `egv ${k}`,
    recordId: `egv ${k}`,
  });
}

/** Carbohydrates eaten at an instant. */
export function carbs(id: string, atMs: number, amount: number, isDeleted = false): Observation {
  return {
    kind: 'event',
    source: 'web-api',
    sourceRecordId: id,
    recordId: id,
    systemTime: epochMs(atMs),
    eventType: 'carbs',
    amount,
    isDeleted,
  };
}

/** A fingerstick. */
export function calibration(id: string, atMs: number, value: number): Observation {
  return {
    kind: 'calibration',
    source: 'web-api',
    sourceRecordId: id,
    recordId: id,
    systemTime: epochMs(atMs),
    meter: { value, unit: 'mg/dL' },
  };
}

/** An alarm’s change. */
export function alert(id: string, atMs: number): Observation {
  return {
    kind: 'alert',
    source: 'web-api',
    sourceRecordId: id,
    recordId: id,
    systemTime: epochMs(atMs),
    alertName: 'high',
    alertState: 'activeAlarming',
  };
}

/** A phone. */
export function phone(uploadedAtMs: number): Observation {
  return {
    kind: 'device',
    source: 'web-api',
    sourceRecordId: 'g7|iOS',
    recordId: 'g7|iOS',
    systemTime: epochMs(uploadedAtMs),
    isUploadTimeKnown: true,
    schedules: [],
  };
}

/** Months of one person’s records: six in each, and a phone. */
export function uploadMonths(service: ScriptedHistory, months: number): void {
  for (let month = 0; month < months; month += 1) {
    const at = T0 - month * 30 * DAY_MS;
    service.upload('egvs', ...[0, 1, 2].map((k) => egv(k - (month * 30 * DAY_MS) / PERIOD_MS - 2)));
    service.upload('events', carbs(`meal ${month}`, at - 7 * MINUTE_MS, 30 + month));
    service.upload('calibrations', calibration(`stick ${month}`, at - 11 * MINUTE_MS, 120 + month));
    service.upload('alerts', alert(`alarm ${month}`, at - 13 * MINUTE_MS));
  }
  service.upload('devices', phone(T0));
}

/** Twelve such months. */
export function uploadYear(service: ScriptedHistory): void {
  uploadMonths(service, 12);
}
export const RECORDS_OF_A_YEAR = 12 * 6 + 1;

function newJournal(): Journal {
  return new MemoryJournal();
}

/** A history loop with everything around it. */
export async function createHistoryRig({
  account = 'default',
  journal = newJournal(),
  clock = new FakeClock(RIG_NOW),
  service = createScriptedHistory(),
  seed = 1,
  /** Whether the loop looks for a renewed authorization while it waits after a failure. */
  isWatching = false,
  /** Whether the journal is open already. */
  isOpen = false,
} = {}) {
  if (!isOpen) await journal.open();
  const events: BridgeEvent[] = [];
  const bell = createBell();
  const stop = new AbortController();
  const loop = createHistoryLoop({
    account,
    source: service,
    journal,
    state: journal,
    clock,
    random: seededRandom(seed),
    emit: (event) => events.push(event),
    bell,
    toleranceMs: 150_000,
    schedule: everyQuarter,
    ...(isWatching ? { authorization: journal.slot(account, 'tokens:web-api') } : {}),
  });
  return {
    account,
    journal,
    clock,
    service,
    events,
    bell,
    loop,
    stop,
    told: <Type extends BridgeEvent['type']>(type: Type) =>
      events.filter((event): event is Extract<BridgeEvent, { type: Type }> => event.type === type),
    /** What was asked since it was last looked at, in words. */
    asked: () => service.calls.splice(0).map(({ what }) => what),
    latch: () => readLatch(journal.slot(account, latchSlotName('source', 'web-api'))),
    unlock: () => journal.slot(account, latchSlotName('source', 'web-api')).clear(),
    /** Everything in the journal, without what differs from run to run. */
    records: async () =>
      (await journal.readRecords(account, epochMs(0), epochMs(clock.now() + DAY_MS))).map(
        ({ record }) => record,
      ),
  };
}

/** How often each list was asked for. */
export function countOf(calls: readonly string[], list: HistoryList | 'held'): number {
  return calls.filter((call) => call === list).length;
}
