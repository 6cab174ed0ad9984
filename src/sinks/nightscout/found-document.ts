import { isoInstant } from './iso-instant.ts';

/** A treatment or meter entry that lies at the destination, as far as it can be read. */
export interface FoundDocument {
  /** As the destination gave it. */
  readonly id: unknown;
  readonly identifier: string | undefined;
  readonly app: string | undefined;
  /** UTC ms. */
  readonly instant: number | undefined;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** Reads a document of anybody's making; undefined for what is none. */
export function foundDocument(raw: unknown): FoundDocument | undefined {
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) return undefined;
  const fields = raw as Record<string, unknown>;
  const { date } = fields;
  return {
    id: fields['_id'],
    identifier: textOf(fields['identifier']),
    app: textOf(fields['app']),
    instant:
      isoInstant(fields['created_at']) ??
      isoInstant(fields['sysTime']) ??
      isoInstant(fields['dateString']) ??
      (typeof date === 'number' && Number.isFinite(date) ? date : undefined),
    fields,
  };
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
