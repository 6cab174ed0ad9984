import type { Calibration } from '../domain/calibration.ts';
import type { BloodGlucose } from '../domain/glucose.ts';
import { epochMs, MINUTE_MS, type EpochMs } from '../domain/instant.ts';
import type { DexcomRecord } from '../domain/record.ts';
import type { UserEvent } from '../domain/user-event.ts';
import type { Held, Ledger } from '../journal/journal.ts';

/** A calibration and a written-down fingerstick of the same value that lie no further apart are one fingerstick. */
const APART_MS = 5 * MINUTE_MS;

/** mg/dL in one mmol/L of glucose. */
const MGDL_PER_MMOL = 18.0182;

/** A `bloodGlucose` event with its value. */
type Written = UserEvent & { readonly meter: BloodGlucose };

/** Fingersticks that follow each other so closely that who is paired with whom depends on them all. */
interface Cluster {
  readonly calibrations: readonly Held<Calibration>[];
  readonly events: readonly Held<Written>[];
}

/** True for what may be half of a pair: a calibration, and a `bloodGlucose` event that is not deleted. */
export function isFingerstick(record: DexcomRecord): record is Calibration | Written {
  if (record.kind === 'calibration') return true;
  if (record.kind !== 'event' || record.isDeleted) return false;
  return record.eventType === 'bloodGlucose' && record.meter !== undefined;
}

/**
 * Ties each `bloodGlucose` event around these instants to the calibration that is the same fingerstick, or unties it. One
 * calibration is at most one event, the nearest first, so that a second fingerstick of the same value is kept; who is
 * paired does not depend on the order of arrival.
 * @returns the events that changed by it, by row.
 */
export function pairFingersticks(
  ledger: Ledger,
  around: readonly EpochMs[],
  now: EpochMs,
): ReadonlyMap<number, UserEvent> {
  const changed = new Map<number, UserEvent>();
  for (const instant of around) {
    const cluster = clusterAround(ledger, instant);
    const partners = pair(cluster);
    for (const held of cluster.events) {
      const { sameAsCalibration: before, ...bare } = held.record;
      const partner = partners.get(held.row)?.recordId;
      if (partner === before) continue;
      const record = { ...bare, ...(partner === undefined ? {} : { sameAsCalibration: partner }) };
      ledger.change(held, record, now);
      changed.set(held.row, record);
    }
  }
  return changed;
}

function clusterAround(ledger: Ledger, instant: EpochMs): Cluster {
  let from = instant;
  let to = instant;
  for (;;) {
    const middle = epochMs(Math.floor((from + to) / 2));
    const reachMs = to - middle + APART_MS;
    const isIn = ({ record: { systemTime } }: Held): boolean =>
      systemTime >= from - APART_MS && systemTime <= to + APART_MS;
    const calibrations = ledger.findNear('calibration', middle, reachMs).filter(isIn);
    const events = ledger.findNear('event', middle, reachMs).filter(isIn).filter(isWritten);
    const times = [...calibrations, ...events].map(({ record }) => record.systemTime);
    const first = epochMs(Math.min(from, ...times));
    const last = epochMs(Math.max(to, ...times));
    if (first === from && last === to) return { calibrations, events };
    from = first;
    to = last;
  }
}

/** The nearest two of the same value first, then the nearest two of those that are left. By the event’s row. */
function pair({ calibrations, events }: Cluster): ReadonlyMap<number, Calibration> {
  const couples = events.flatMap(({ row, record: event }) =>
    calibrations.flatMap(({ record: calibration }) => {
      const apartMs = Math.abs(event.systemTime - calibration.systemTime);
      const isPair = apartMs <= APART_MS && isSameValue(event.meter, calibration.meter);
      return isPair ? [{ row, event, calibration, apartMs }] : [];
    }),
  );
  couples.sort(
    (a, b) =>
      a.apartMs - b.apartMs ||
      a.event.systemTime - b.event.systemTime ||
      a.calibration.systemTime - b.calibration.systemTime ||
      byText(a.event.recordId, b.event.recordId) ||
      byText(a.calibration.recordId, b.calibration.recordId),
  );
  const partners = new Map<number, Calibration>();
  const taken = new Set<string>();
  for (const { row, calibration } of couples) {
    if (partners.has(row) || taken.has(calibration.recordId)) continue;
    partners.set(row, calibration);
    taken.add(calibration.recordId);
  }
  return partners;
}

/** Where the units differ, one of the two was rounded to a tenth of a mmol/L. */
function isSameValue(a: BloodGlucose, b: BloodGlucose): boolean {
  if (a.unit === b.unit) return a.value === b.value;
  const mmol = ({ value, unit }: BloodGlucose): number =>
    unit === 'mmol/L' ? value : value / MGDL_PER_MMOL;
  return Math.abs(mmol(a) - mmol(b)) <= 0.05;
}

function isWritten(held: Held<UserEvent>): held is Held<Written> {
  return isFingerstick(held.record);
}

function byText(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
