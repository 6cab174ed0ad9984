import { DAY_MS, epochMs } from '../../domain/instant.ts';
import type { Position } from '../../domain/journal-record.ts';
import type { DeviceStatus } from './device-status.ts';
import type { StatusShelf } from './document-store.ts';
import type { Fate } from './fate.ts';
import type { FoundDocument } from './found-document.ts';

/**
 * How far before a state others of its device are looked for. A loop adds a state every five minutes, and a look at years of
 * them takes longer than a site is given to answer.
 */
const LOOK_BACK_MS = 90 * DAY_MS;

interface WantedStatus {
  readonly position: Position;
  readonly document: DeviceStatus;
}

/**
 * Adds the states of devices that are not told yet: a site adds every one it is sent, so it is asked first. Told means that
 * this very document lies there, or that the newest one of the device of the last 90 days has the same settings (a journal that was
 * made anew).
 */
export async function addStatuses(
  wanted: readonly WantedStatus[],
  shelf: StatusShelf,
  settle: (position: Position, fate: Fate) => void,
  signal: AbortSignal,
): Promise<void> {
  if (wanted.length === 0) return;
  const ids = [...new Set(wanted.map(({ document }) => document.dexcom.id))];
  const oldest = Math.min(...wanted.map(({ document }) => document.date));
  const rows = await shelf.ours(ids, epochMs(Math.max(oldest - LOOK_BACK_MS, 0)), signal);
  const identifiers = new Set(rows.map(({ identifier }) => identifier));
  const newest = new Map<unknown, unknown>();
  for (const row of rows) {
    const { id, settings } = ownPart(row);
    if (!newest.has(id)) newest.set(id, settings);
  }
  const added = wanted.filter(({ position, document }) => {
    const { id, settings } = document.dexcom;
    const isTold = identifiers.has(document.identifier) || newest.get(id) === settings;
    if (isTold) {
      settle(position, 'settled');
    } else {
      identifiers.add(document.identifier);
      newest.set(id, settings);
    }
    return !isTold;
  });
  if (added.length === 0) return;
  signal.throwIfAborted();
  const { refused } = await shelf.add(
    added.map(({ document }) => document),
    signal,
  );
  for (const { position, document } of added) {
    settle(position, refused.get(document) ?? 'settled');
  }
}

/** What of a device state is read by this bridge alone; empty where a row has none. */
export function ownPart({ fields }: FoundDocument): Readonly<Record<string, unknown>> {
  const { dexcom } = fields;
  return typeof dexcom === 'object' && dexcom !== null ? (dexcom as Record<string, unknown>) : {};
}
