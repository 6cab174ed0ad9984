import { epochMs, toIsoUtc } from '../../domain/instant.ts';
import { readIsoInstant } from './iso-instant.ts';
import { isObjectId, type Row } from './row.ts';

/** Fields that become numbers whatever they were. */
const NUMBERS = new Set([
  'glucose',
  'targetTop',
  'targetBottom',
  'carbs',
  'insulin',
  'duration',
  'percent',
  'absolute',
  'relative',
  'preBolus',
]);
/** Fields that vanish when they are 0, empty or no number. */
const VANISH_WHEN_EMPTY = new Set([
  'targetTop',
  'targetBottom',
  'carbs',
  'insulin',
  'percent',
  'relative',
  'notes',
  'preBolus',
]);
const VANISH_WHEN_NAN = new Set(['absolute', 'duration']);
/** Fields that go with a glucose value that is none. */
const OF_GLUCOSE = new Set(['glucose', 'glucoseType', 'units']);

/** `created_at` in UTC with the offset it was written with; what is no date becomes `nowIso`. */
export function createdAt(
  given: unknown,
  nowIso: string,
): { readonly created_at: string; readonly utcOffset: number } {
  if (typeof given === 'number' && Math.abs(given) <= 8.64e15) {
    return { created_at: toIsoUtc(epochMs(Math.trunc(given))), utcOffset: 0 };
  }
  const read = typeof given === 'string' ? readIsoInstant(given) : undefined;
  return {
    created_at: read ? toIsoUtc(epochMs(read.ms)) : nowIso,
    utcOffset: read?.offsetMinutes ?? 0,
  };
}

/** A treatment as Nightscout 15.0.7 stores it, but for its `preBolus`. */
export function normaliseTreatment(given: Row, nowIso: string): Row {
  const numbered = Object.entries(given).map(
    ([field, value]) => [field, NUMBERS.has(field) ? Number(value) : value] as const,
  );
  const noGlucose = 'glucose' in given && !Number(given['glucose']);
  const { _id: id } = given;
  // Any text that is no ObjectId is somebody's identifier.
  const isName = typeof id === 'string' && !isObjectId(id);
  const kept = numbered.filter(([field, value]) => {
    if (field === 'eventTime' || (field === '_id' && isName)) return false;
    if (VANISH_WHEN_EMPTY.has(field) && !value) return false;
    if (VANISH_WHEN_NAN.has(field) && Number.isNaN(value)) return false;
    return !(noGlucose && OF_GLUCOSE.has(field));
  });
  return {
    ...(isName ? { identifier: id } : {}),
    ...Object.fromEntries(kept),
    ...createdAt(given['eventTime'] ?? given['created_at'], nowIso),
    ...(given['eventType'] === 'Announcement' ? { isAnnouncement: true } : {}),
  };
}
