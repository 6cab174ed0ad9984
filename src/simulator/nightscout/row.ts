/** A stored document; `_id` is 24 hex digits. */
export type Row = Record<string, unknown>;

const OBJECT_ID = /^[0-9a-f]{24}$/i;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** True for the text of an ObjectId. */
export function isObjectId(value: unknown): value is string {
  return typeof value === 'string' && OBJECT_ID.test(value);
}

/** True for the text of a UUID. */
export function isUuidText(value: unknown): value is string {
  return typeof value === 'string' && UUID.test(value);
}

/** True for a JSON object. */
export function isRow(value: unknown): value is Row {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Ids that grow with each row, as an ObjectId’s do. */
export function createIdMaker(seconds: () => number): () => string {
  let count = 0;
  return () => {
    count += 1;
    const hex = (value: number, digits: number): string =>
      value.toString(16).padStart(digits, '0').slice(-digits);
    return hex(seconds(), 8) + '5a17b0de51' + hex(count, 6);
  };
}
