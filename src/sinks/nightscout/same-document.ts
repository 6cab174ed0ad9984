import { wholeMgdl, type MeterEntry } from './mbg.ts';
import { APP } from './entry.ts';
import type { FoundDocument } from './found-document.ts';
import { isoInstant } from './iso-instant.ts';
import type { Treatment } from './treatment.ts';

/** How documents of one collection are compared. */
export interface Comparison<Document> {
  /** The row says already what the document says; `keepsUtcOffset` as in `sameContent`. */
  readonly isSame: (row: FoundDocument, document: Document, keepsUtcOffset: boolean) => boolean;
  /** Another uploader's row that tells the same. */
  readonly isCopy: (row: FoundDocument, document: Document) => boolean;
}

/** How near another uploader's row is the same event, in ms. */
export const COPY_WITHIN_MS = 60_000;

const SEEN_OF_TREATMENT = [
  'eventType',
  'glucose',
  'glucoseType',
  'units',
  'carbs',
  'insulin',
  'duration',
  'notes',
  'date',
  'enteredBy',
  'device',
  'app',
] as const;

/** Treatments; a site shows amounts that are not there as `null`. */
export const treatmentComparison: Comparison<Treatment> = {
  isSame: (row, document, keepsUtcOffset) =>
    SEEN_OF_TREATMENT.every((field) => (row.fields[field] ?? undefined) === document[field]) &&
    isoInstant(row.fields['created_at']) === document.date &&
    sameOffset(row, document, keepsUtcOffset),
  isCopy: (row, document) =>
    row.app !== APP &&
    row.fields['eventType'] === document.eventType &&
    isNear(row, document.date) &&
    sameAmount(row.fields, document),
};

const SEEN_OF_METER_ENTRY = ['type', 'mbg', 'date', 'dateString', 'device', 'app'] as const;

/** Meter entries; one under the very instant is the same whatever it says, as a site would write into it. */
export const meterEntryComparison: Comparison<MeterEntry> = {
  isSame: (row, document, keepsUtcOffset) =>
    SEEN_OF_METER_ENTRY.every((field) => row.fields[field] === document[field]) &&
    sameOffset(row, document, keepsUtcOffset),
  isCopy: (row, document) =>
    row.app !== APP &&
    row.fields['type'] === document.type &&
    (row.fields['sysTime'] === document.sysTime ||
      (isNear(row, document.date) && row.fields['mbg'] === document.mbg)),
};

function isNear(row: FoundDocument, date: number): boolean {
  return row.instant !== undefined && Math.abs(row.instant - date) <= COPY_WITHIN_MS;
}

function sameOffset(
  row: FoundDocument,
  { utcOffset }: { readonly utcOffset?: number },
  keepsUtcOffset: boolean,
): boolean {
  return !keepsUtcOffset || utcOffset === undefined || row.fields['utcOffset'] === utcOffset;
}

/** By the one field that counts for the type; what has no amount is told by its words. */
function sameAmount(row: Readonly<Record<string, unknown>>, document: Treatment): boolean {
  switch (document.eventType) {
    case 'BG Check':
      return sameGlucose(row, document);
    case 'Carb Correction':
      return row['carbs'] === document.carbs;
    case 'Correction Bolus':
      return row['insulin'] === document.insulin;
    case 'Exercise':
      return (
        (row['duration'] || undefined) === document.duration &&
        (document.duration !== undefined || (row['notes'] || undefined) === document.notes)
      );
    case 'Note':
      return row['notes'] === document.notes;
  }
}

/** The same number, where the other row does not say its unit; the same whole mg/dL, where it says another one. */
function sameGlucose(row: Readonly<Record<string, unknown>>, document: Treatment): boolean {
  const { glucose: value, units } = row;
  if (value === document.glucose) return units === undefined || units === document.units;
  if (typeof value !== 'number' || document.glucose === undefined) return false;
  if (units === document.units || (units !== 'mg/dl' && units !== 'mmol')) return false;
  const unitOf = (text: unknown) => (text === 'mmol' ? 'mmol/L' : 'mg/dL');
  return (
    wholeMgdl({ value, unit: unitOf(units) }) ===
    wholeMgdl({ value: document.glucose, unit: unitOf(document.units) })
  );
}
