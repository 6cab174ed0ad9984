import { toIsoUtc, type EpochMs } from '../../../../domain/instant.ts';
import type { Observation } from '../../../../domain/record.ts';
import type { SetAside } from '../../../../domain/set-aside.ts';
import type { HistoryList } from '../../../history-source.ts';
import { translateAlert } from './alert.ts';
import { translateCalibration } from './calibration.ts';
import { readSystemTime } from './dated.ts';
import { translateDevice } from './device.ts';
import { translateEgv } from './egv.ts';
import { translateEvent } from './event.ts';
import { isWireObject, type WireObject } from './json-value.ts';
import { latestVersions } from './latest-versions.ts';
import { setAsideTwins, type Translated } from './set-aside-twins.ts';
import { setAside } from './set-aside.ts';
import { Unreadable } from './unreadable.ts';

/** What the records of one answer became. */
export interface TranslatedRecords {
  /** In ascending system time; equal times stay in the answer’s order. */
  readonly observations: readonly Observation[];
  readonly skipped: readonly SetAside[];
}

/** What a record alone does not tell. */
export interface ReceiptContext {
  /** When the answer came. */
  readonly receivedAt: EpochMs;
}

/**
 * Turns the records of one list into observations. Each record becomes an observation or is set aside with its reason, and
 * spares its neighbours; only an EGV whose value and status are null (warm-up, a gap) and a former version of an event that the
 * same answer tells again are neither. Never throws.
 */
export function translateRecords(
  list: HistoryList,
  records: readonly unknown[],
  context: ReceiptContext,
): TranslatedRecords {
  if (list === 'devices') {
    const { translated, skipped } = translateAll(list, records, (record) =>
      translateDevice(record, context.receivedAt),
    );
    const { kept, twins } = setAsideTwins(translated);
    return { observations: kept, skipped: [...skipped, ...twins] };
  }
  const { translated, skipped } = translateAll<Observation>(list, records, TRANSLATORS[list]);
  const told = list === 'events' ? latestVersions(translated) : translated;
  return { observations: told.map(({ observation }) => observation), skipped };
}

const TRANSLATORS: Readonly<
  Record<Exclude<HistoryList, 'devices'>, (record: WireObject) => Observation | undefined>
> = {
  egvs: translateEgv,
  calibrations: translateCalibration,
  events: translateEvent,
  alerts: translateAlert,
};

function translateAll<Of extends Observation>(
  list: HistoryList,
  records: readonly unknown[],
  translate: (record: WireObject) => Of | undefined,
): { translated: Translated<Of>[]; skipped: SetAside[] } {
  const translated: Translated<Of>[] = [];
  const skipped: SetAside[] = [];
  for (const record of records) {
    try {
      if (!isWireObject(record)) throw new Unreadable('record', 'an object', record);
      const observation = translate(record);
      if (observation !== undefined) translated.push({ record, observation });
    } catch (thrown) {
      if (!(thrown instanceof Unreadable)) throw thrown;
      skipped.push(
        setAside(list, record, `${thrown.message}, in a record of ${list}${whenOf(record)}`),
      );
    }
  }
  translated.sort((a, b) => a.observation.systemTime - b.observation.systemTime);
  return { translated, skipped };
}

function whenOf(record: unknown): string {
  if (!isWireObject(record)) return '';
  const at = readSystemTime(record['systemTime'] ?? record['lastUploadDate']);
  return at === undefined ? '' : ` of ${toIsoUtc(at)}`;
}
