import { APP, type NightscoutEntry } from './entry.ts';
import { isoInstant } from './iso-instant.ts';

/** A row that lies at the destination already, as far as it can be read. */
export interface FoundRow {
  /** The row's instants in ms: its `date`, or where that is no number what its texts say. May be fractional. */
  readonly instant: number | undefined;
  readonly sysTime: string | undefined;
  readonly identifier: string | undefined;
  readonly app: string | undefined;
  /** The row itself. */
  readonly fields: Readonly<Record<string, unknown>>;
}

/** Digits only, long enough to be milliseconds since 1973. */
const MS_TEXT = /^\d{12,14}(\.\d+)?$/;

/** Reads a row of another program's making: `date` may be a float, a string or missing. Undefined for what is no row. */
export function foundRow(raw: unknown): FoundRow | undefined {
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) return undefined;
  const fields = raw as Record<string, unknown>;
  return {
    instant:
      instantOf(fields['date']) ??
      isoInstant(fields['sysTime']) ??
      isoInstant(fields['dateString']),
    sysTime: textOf(fields['sysTime']),
    identifier: textOf(fields['identifier']),
    app: textOf(fields['app']),
    fields,
  };
}

/** True when the bridge wrote the row: by its name, or by the identifier that only this reading of this device has. */
export function isOurs(row: FoundRow, entry: NightscoutEntry): boolean {
  return row.app === APP || row.identifier === entry.identifier;
}

function instantOf(date: unknown): number | undefined {
  if (typeof date === 'number') return Number.isFinite(date) ? date : undefined;
  if (typeof date === 'string' && MS_TEXT.test(date)) return Number(date);
  return isoInstant(date);
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
