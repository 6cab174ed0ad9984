import type { Alert } from '../../../../domain/alert.ts';
import type { Observation } from '../../../../domain/record.ts';
import { alertNameWord, alertStateWord } from './alert-words.ts';
import { readDated } from './dated.ts';
import type { WireObject } from './json-value.ts';
import { readProvenance } from './read-provenance.ts';
import { dexcomIdOf, substituteId } from './record-id.ts';
import { Unreadable } from './unreadable.ts';

/**
 * A record of `/alerts`: one change of state.
 * @throws Unreadable
 */
export function translateAlert(record: WireObject): Observation<Alert> {
  const dated = readDated(record);
  const alertName = alertNameWord(record['alertName']);
  if (alertName === undefined) {
    throw new Unreadable('alertName', 'a word such as urgentLow', record['alertName']);
  }
  const alertState = alertStateWord(record['alertState']);
  if (alertState === undefined) {
    throw new Unreadable('alertState', 'a word such as activeAlarming', record['alertState']);
  }
  const provenance = readProvenance(record);
  const recordId =
    dexcomIdOf(record) ?? substituteId({ ...dated, ...provenance }, alertName, alertState);
  return {
    kind: 'alert',
    source: 'web-api',
    sourceRecordId: recordId,
    recordId,
    ...dated,
    alertName,
    alertState,
    ...provenance,
  };
}
