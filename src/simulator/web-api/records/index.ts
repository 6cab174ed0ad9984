import { epochMs, SECOND_MS, type EpochMs } from '../../../domain/instant.ts';
import { alertRows } from './alert-rows.ts';
import { inOrder, rangeOf, type RowTeller } from './data-range.ts';
import { deviceRecords } from './device-records.ts';
import { egvRows } from './egv-rows.ts';
import { calibrationRows, eventRows } from './entry-rows.ts';
import type { ListName, RecordsWorld, Row } from './records-world.ts';

/** What the Web API holds of one person for one client application. */
export interface WebApiRecords {
  /** Records whose system time lies from `from` (inclusive) to `to` (exclusive), as they can be read at `asOf`, oldest first. */
  list(name: ListName, from: EpochMs, to: EpochMs, asOf: EpochMs): readonly object[];
  devices(asOf: EpochMs): readonly object[];
  /** `calibrations`, `egvs` and `events`, each null or with start and end. */
  dataRange(asOf: EpochMs): Readonly<Record<string, unknown>>;
}

const TELLERS: Readonly<Record<ListName, RowTeller>> = {
  egvs: egvRows,
  calibrations: calibrationRows,
  events: eventRows,
  alerts: alertRows,
};

/** Creates the records of one person for one client application. */
export function createWebApiRecords(world: RecordsWorld): WebApiRecords {
  /** Only whole seconds are told, so what lies within the last second belongs to its beginning. */
  const rowsIn: (name: ListName) => RowTeller = (name) => (its, from, to, asOf) =>
    TELLERS[name](its, from, epochMs(to + SECOND_MS), asOf).filter(
      ({ at }) => at >= from && at < to,
    );
  const recordsOf = (rows: readonly Row[]): readonly object[] =>
    inOrder(rows).map(({ record }) => record);
  return {
    list: (name, from, to, asOf) => recordsOf(rowsIn(name)(world, from, to, asOf)),
    devices: (asOf) => deviceRecords(world, asOf),
    dataRange: (asOf) => ({
      calibrations: rangeOf(world, rowsIn('calibrations'), asOf),
      egvs: rangeOf(world, rowsIn('egvs'), asOf),
      events: rangeOf(world, rowsIn('events'), asOf),
    }),
  };
}
