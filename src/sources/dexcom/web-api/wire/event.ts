import type { Observation } from '../../../../domain/record.ts';
import type { UserEvent } from '../../../../domain/user-event.ts';
import { readDated, readSystemTime } from './dated.ts';
import { readEventContent, type EventContent } from './event-content.ts';
import type { WireObject } from './json-value.ts';
import { openWords } from './open-words.ts';
import { readProvenance } from './read-provenance.ts';
import { dexcomIdOf, substituteId } from './record-id.ts';
import { Unreadable } from './unreadable.ts';
import { withoutUndefined } from './without-undefined.ts';

const typeWord = openWords([
  'unknown',
  'carbs',
  'insulin',
  'exercise',
  'health',
  'bloodGlucose',
  'notes',
]);
const subtypeWord = openWords([
  ...['unknown', 'fastActing', 'longActing', 'light', 'medium', 'heavy'],
  ...['illness', 'stress', 'highSymptoms', 'lowSymptoms', 'cycle', 'alcohol'],
]);
const statusWord = openWords(['unknown', 'created', 'updated', 'deleted']);

/**
 * A record of `/events`. One that was deleted is one too, whatever its value: it takes back what was written.
 * @throws Unreadable
 */
export function translateEvent(record: WireObject): Observation<UserEvent> {
  const dated = readDated(record);
  const eventType = readType(record['eventType']);
  const eventSubtype = readSubtype(record['eventSubType']);
  const isDeleted = statusWord(record['eventStatus']) === 'deleted';
  const content = isDeleted
    ? contentOfDeleted(eventType, record)
    : readEventContent(eventType, record);
  const provenance = readProvenance(record);
  const recordId =
    dexcomIdOf(record) ??
    substituteId({ ...dated, ...provenance }, eventType, ...(eventSubtype ? [eventSubtype] : []));
  return {
    kind: 'event',
    source: 'web-api',
    sourceRecordId: recordId,
    recordId,
    ...dated,
    eventType,
    ...content,
    ...withoutUndefined({
      eventSubtype,
      enteredAt: readSystemTime(record['recordedSystemTime']),
    }),
    isDeleted,
    ...provenance,
  };
}

/** QUIRK(web-api, 2018): `note` where `notes` is documented. */
function readType(value: unknown): string {
  const word = typeWord(value);
  if (word === undefined) throw new Unreadable('eventType', 'a word such as carbs', value);
  return word.toLowerCase() === 'note' ? 'notes' : word;
}

/** QUIRK(web-api, 2017): `unknown` where null is meant. */
function readSubtype(value: unknown): string | undefined {
  const word = subtypeWord(value);
  return word === 'unknown' ? undefined : word;
}

function contentOfDeleted(eventType: string, record: WireObject): EventContent {
  try {
    return readEventContent(eventType, record);
  } catch (thrown) {
    if (thrown instanceof Unreadable) return {};
    throw thrown;
  }
}
