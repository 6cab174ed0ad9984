import { setImmediate as breathe } from 'node:timers/promises';
import type { Observation } from '../../../domain/record.ts';
import type { SetAside } from '../../../domain/set-aside.ts';
import type { HistoryList } from '../../history-source.ts';
import { translateRecords, type ReceiptContext, type TranslatedRecords } from './wire/index.ts';

/** Two days of readings: some ms on a fast machine, a tenth of a second on a slow one. */
const MOST_AT_ONCE = 500;

/**
 * `translateRecords`, with pauses: an answer holds up to a month of readings, and the reading of now must not wait for them.
 * Only readings are many, and each stands for itself; the records of the other lists are looked at together.
 */
export async function translateAnswer(
  list: HistoryList,
  records: readonly unknown[],
  context: ReceiptContext,
): Promise<TranslatedRecords> {
  if (list !== 'egvs' || records.length <= MOST_AT_ONCE) {
    return translateRecords(list, records, context);
  }
  const observations: Observation[] = [];
  const skipped: SetAside[] = [];
  for (let at = 0; at < records.length; at += MOST_AT_ONCE) {
    if (at > 0) await breathe();
    const part = translateRecords(list, records.slice(at, at + MOST_AT_ONCE), context);
    observations.push(...part.observations);
    skipped.push(...part.skipped);
  }
  // Equal times stay in the answer’s order: each part is sorted alike.
  observations.sort((a, b) => a.systemTime - b.systemTime);
  return { observations, skipped };
}
