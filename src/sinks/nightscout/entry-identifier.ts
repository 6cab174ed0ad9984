import { v5 } from 'uuid';

/** Nightscout's own name space: the sixteen bytes of this text. */
const NAME_SPACE = new TextEncoder().encode('NightscoutRocks!');

/**
 * The `identifier` that Nightscout's API v3 would give an entry: UUID v5 of `device_date`.
 * @param date whole UTC ms
 */
export function entryIdentifier(device: string, date: number): string {
  return v5(`${device}_${date}`, NAME_SPACE);
}
