import type { CollectionName } from '../site.ts';
import { isObjectId, type Row } from '../row.ts';
import { readV3Date } from './v3-dates.ts';

/** By which fields a document without an identifier is known again. */
const FALLBACK: Readonly<Record<CollectionName, readonly string[]>> = {
  entries: ['date', 'type'],
  treatments: ['created_at', 'eventType'],
  devicestatus: ['created_at', 'device'],
};

/** Fields that no client changes once they are stored. */
const IMMUTABLE = [
  'identifier',
  'date',
  'utcOffset',
  'eventType',
  'device',
  'app',
  'srvCreated',
  'subject',
  'srvModified',
  'modifiedBy',
  'isValid',
];

/** The documents that go by this identifier: as their own, or as their `_id`. Those with one of their own come first. */
export function byIdentifier(rows: readonly Row[], identifier: string): readonly Row[] {
  return own(
    rows.filter(
      (row) =>
        row['identifier'] === identifier || (isObjectId(identifier) && row['_id'] === identifier),
    ),
  );
}

/** The documents that a POST would replace. */
export function posted(rows: readonly Row[], name: CollectionName, document: Row): readonly Row[] {
  const { identifier } = document;
  const fields = FALLBACK[name];
  return own(
    rows.filter((row) => {
      if (row['identifier'] === identifier) return true;
      if (row['identifier'] !== undefined) return false;
      if (row['_id'] === identifier) return true;
      return fields.every(
        (field) => document[field] !== undefined && row[field] === document[field],
      );
    }),
  );
}

/** The first field that must not change and would; a deleted document may become anything. */
export function immutableChange(document: Row, stored: Row, isPost: boolean): string | undefined {
  if (stored['isValid'] === false) return undefined;
  return IMMUTABLE.find(
    (field) =>
      !(field === 'identifier' && isPost) &&
      document[field] !== undefined &&
      document[field] !== (field === 'identifier' ? nameOf(stored) : stored[field]),
  );
}

/** True for a document that nobody may change or remove. */
export function isLocked(row: Row): boolean {
  return ['isReadOnly', 'readOnly', 'readonly'].some((field) => row[field] === true);
}

/** A document as API v3 shows it: known by an identifier, without `_id`, with both stamps. */
export function shown(row: Row, name: CollectionName): Row {
  const { _id: _id, ...fields } = row;
  const stamp = readV3Date(fields[name === 'entries' ? 'date' : 'created_at'], 0)?.ms;
  const srvModified = fields['srvModified'] ?? stamp;
  return {
    ...fields,
    identifier: nameOf(row),
    ...(srvModified === undefined ? {} : { srvModified }),
    ...(srvModified === undefined ? {} : { srvCreated: fields['srvCreated'] ?? srvModified }),
  };
}

function nameOf(row: Row): unknown {
  return row['identifier'] ?? row['_id'];
}

function own(rows: readonly Row[]): readonly Row[] {
  return [...rows].sort((a, b) => Number('identifier' in b) - Number('identifier' in a));
}
