import { epochMs, SECOND_MS, type EpochMs } from '../../../domain/instant.ts';
import { alertRows } from './alert-rows.ts';
import { rangeOf, type RowTeller } from './data-range.ts';
import { deviceRecords } from './device-records.ts';
import { egvRows } from './egv-rows.ts';
import { calibrationRows, eventRows } from './entry-rows.ts';
import { listWithQuirks } from './list-quirks.ts';
import { applyDeviceQuirks, applyRangeQuirks, recordQuirks } from './quirks.ts';
import { recordIdOf, type ListName, type RecordsWorld } from './records-world.ts';
import { tellTruth, type WebApiTruth } from './truth.ts';

export { products, type Product } from './product.ts';
export { changeQuirks, quirkList, type QuirkName, type Quirks } from './quirks.ts';
export type { ListName, RecordsWorld, Region } from './records-world.ts';
export type { WebApiTruth } from './truth.ts';

/** What the Web API holds of one person for one client application. */
export interface WebApiRecords {
  /**
   * Records whose system time lies from `from` (inclusive) to `to` (exclusive), as they can be read at `asOf`, oldest first.
   * With the quirk `malformed` some are no objects at all.
   */
  list(name: ListName, from: EpochMs, to: EpochMs, asOf: EpochMs): readonly object[];
  devices(asOf: EpochMs): readonly object[];
  /** `calibrations`, `egvs` and `events`, each null or with start and end. */
  dataRange(asOf: EpochMs): Readonly<Record<string, unknown>>;
  /** What a perfect bridge ends with of a span, whatever quirks are on. */
  truth(from: EpochMs, to: EpochMs): WebApiTruth;
  /** The diary's id of the event that this client knows by a record id; undefined when there is none. Slow. */
  eventId(recordId: string, asOf: EpochMs): string | undefined;
}

const TELLERS: Readonly<Record<ListName, RowTeller>> = {
  egvs: egvRows,
  calibrations: calibrationRows,
  events: eventRows,
  alerts: alertRows,
};

/** Creates the records of one person for one client application; nothing is remembered, all follows from the world. */
export function createWebApiRecords(world: RecordsWorld): WebApiRecords {
  /** Only whole seconds are told, so what lies within the last second belongs to its beginning. */
  const rowsIn: (name: ListName) => RowTeller = (name) => (its, from, to, asOf) =>
    TELLERS[name](its, from, epochMs(to + SECOND_MS), asOf).filter(
      ({ at }) => at >= from && at < to,
    );
  const withQuirks: (name: ListName) => RowTeller = (name) => (its, from, to, asOf) =>
    rowsIn(name)(its, from, to, asOf).map(recordQuirks(name, its.quirks ?? {}));
  return {
    list: (name, from, to, asOf) =>
      listWithQuirks(world, name, rowsIn(name)(world, from, to, asOf)) as readonly object[],
    devices: (asOf) => applyDeviceQuirks(deviceRecords(world, asOf), world.quirks ?? {}),
    dataRange: (asOf) =>
      applyRangeQuirks(
        {
          calibrations: rangeOf(world, withQuirks('calibrations'), asOf),
          egvs: rangeOf(world, withQuirks('egvs'), asOf),
          events: rangeOf(world, withQuirks('events'), asOf),
        },
        world.quirks ?? {},
      ),
    truth: (from, to) => tellTruth(world, from, to),
    eventId: (recordId, asOf) =>
      world.diary
        .events(world.diary.since, epochMs(asOf + 400 * 86_400_000), asOf)
        .find(({ id }) => recordIdOf(world, 'event', id) === recordId)?.id,
  };
}
