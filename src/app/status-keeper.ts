import { asFailure } from '../domain/failure.ts';
import { SECOND_MS, type EpochMs } from '../domain/instant.ts';
import type { Journal } from '../journal/journal.ts';
import type { Clock } from '../platform/clock.ts';
import type { Emit } from '../telemetry/events.ts';
import type { BridgeStatus, StatusBoard } from '../telemetry/status-board.ts';
import { WHOLE_BRIDGE } from './fingerprint-key.ts';

/** The state of a daemon as it last wrote it down, for `status` beside it or after it. */
export interface KeptStatus extends BridgeStatus {
  readonly keptAt: EpochMs;
}

/** Writes the state into the journal when something has changed. */
export interface StatusKeeper {
  /** Marks what is to be kept; never waits. */
  readonly note: Emit;
  /** Until the signal is aborted. */
  run(signal: AbortSignal): Promise<void>;
}

const SLOT = 'status';
/** A card in a small computer wears out by writing: at most one write in this time, and none when nothing happened. */
const LEAST_BETWEEN_MS = 10 * SECOND_MS;

/** The keeper of one running bridge. */
export function createStatusKeeper(
  journal: Journal,
  board: StatusBoard,
  clock: Clock,
  emit: Emit,
): StatusKeeper {
  let changed = true;
  let told = false;
  const keep = async () => {
    if (!changed) return;
    changed = false;
    const kept: KeptStatus = { ...board.snapshot(), keptAt: clock.now() };
    try {
      await journal.slot(WHOLE_BRIDGE, SLOT).write(JSON.stringify(kept));
      told = false;
    } catch (thrown) {
      changed = true;
      if (!told) emit({ type: 'housekeeping.failed', failure: asFailure(thrown) });
      told = true;
    }
  };
  return {
    note(event) {
      const isPass = event.type === 'source.polled' || event.type === 'history.synced';
      if (isPass && event.added + event.changed === 0) return;
      if ('account' in event) changed = true;
    },
    async run(signal) {
      while (!signal.aborted) {
        await clock.sleep(LEAST_BETWEEN_MS, signal).catch(() => undefined);
        await keep();
      }
    },
  };
}

/** What the last daemon wrote; undefined when nothing readable is there. */
export async function readKeptStatus(journal: Journal): Promise<KeptStatus | undefined> {
  const text = await journal.slot(WHOLE_BRIDGE, SLOT).read();
  if (text === undefined) return undefined;
  try {
    const value = JSON.parse(text) as Partial<KeptStatus> | null;
    return typeof value?.keptAt === 'number' && Array.isArray(value.accounts)
      ? (value as KeptStatus)
      : undefined;
  } catch {
    return undefined;
  }
}
