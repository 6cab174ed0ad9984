import { createHash } from 'node:crypto';
import type { SetAside } from '../../../../domain/set-aside.ts';
import type { HistoryList } from '../../../history-source.ts';
import { isWireObject } from './json-value.ts';

/** Longest sample kept of a record, in characters. */
const SAMPLE_LENGTH = 500;

/** What is left of a transmitter's id: enough to tell two apart. */
const SHORT_ID_LENGTH = 8;

/** A hash of 64 characters, be it a transmitter's or an account's. */
const HASH = /\b([0-9a-z]{8})[0-9a-z]{56}\b/gi;

/** Sets a raw record aside; the same one always gets the same key. */
export function setAside(list: HistoryList, record: unknown, reason: string): SetAside {
  const text = printed(record);
  const sample = printed(record, withoutIds).replace(HASH, '$1…');
  return {
    source: 'web-api',
    key: createHash('sha256').update(`${list} ${text}`).digest('hex'),
    reason,
    sample: sample.slice(0, SAMPLE_LENGTH).replace(/[\uD800-\uDBFF]$/, ''),
  };
}

/** Compact JSON with sorted fields, so that one record prints the same in every answer. */
function printed(record: unknown, change = (_: string, value: unknown) => value): string {
  try {
    return JSON.stringify(record, (name, found: unknown) => {
      const value = change(name, found);
      return isWireObject(value)
        ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
        : value;
    });
  } catch {
    return '"a record nested too deeply to print"';
  }
}

function withoutIds(name: string, value: unknown): unknown {
  const field = name.toLowerCase();
  if (field === 'userid' || field === 'accountid') return '***';
  if (field !== 'transmitterid' || typeof value !== 'string') return value;
  return value.length > SHORT_ID_LENGTH ? `${value.slice(0, SHORT_ID_LENGTH)}…` : value;
}
