import { asFailure } from '../domain/failure.ts';
import type { Position } from '../domain/journal-record.ts';
import type { Journal } from '../journal/journal.ts';
import type { StateStore } from '../journal/state-store.ts';
import type { Clock } from '../platform/clock.ts';
import type { Random } from '../platform/random.ts';
import type { Sink } from '../sinks/sink.ts';
import type { Emit } from '../telemetry/events.ts';
import { retryBriefly, USUAL_TRIES } from './backfill-retry.ts';
import { createBell } from './bell.ts';
import type { Delivery } from './deliver.ts';
import { allSettledOrStopped } from './backfill-together.ts';
import type { PassResult } from './pass.ts';
import { createSinkLoop } from './sink-loop.ts';

/** What draining needs. */
export interface DrainParts {
  readonly account: string;
  readonly sinks: readonly Sink[];
  readonly journal: Journal;
  /** Where latches are kept. */
  readonly state: Pick<StateStore, 'slot'>;
  readonly clock: Clock;
  readonly random: Random;
  readonly emit: Emit;
  /** Told after each confirmed batch, and when the sink has everything. */
  readonly progress: (progress: DrainProgress) => void;
}

/** How far one sink has come. */
export interface DrainProgress {
  readonly sink: string;
  /** Changes of the journal that it has confirmed or has no part in, since the first batch. */
  readonly confirmed: number;
  /** Changes of the journal that were before it then. */
  readonly total: number;
}

/** How one sink’s draining ended; `ok` when it has everything. */
export type DrainResult = PassResult & { readonly name: string };

/**
 * Hands every sink all that it has not confirmed, all sinks at once; an outage is waited out for a while.
 * @throws the signal’s reason when it is aborted; BridgeFailure of kind `bug`
 */
export async function drainSinks(
  parts: DrainParts,
  signal: AbortSignal,
): Promise<readonly DrainResult[]> {
  return allSettledOrStopped(
    parts.sinks,
    async (sink, both) => ({ name: sink.name, ...(await drainOne(parts, sink, both)) }),
    signal,
  );
}

async function drainOne(parts: DrainParts, sink: Sink, signal: AbortSignal): Promise<PassResult> {
  const { account, journal, clock, random, progress } = parts;
  const last = (await journal.summary(account)).lastPosition;
  let start: Position | undefined;
  let reached: Position | undefined;

  function delivered({ batch }: Delivery): void {
    start ??= ((batch[0]?.position ?? 1) - 1) as Position;
    reached = batch.at(-1)?.position ?? reached;
    const total = Math.max(last - start, 0);
    progress({ sink: sink.name, confirmed: Math.min((reached ?? start) - start, total), total });
  }

  const loop = createSinkLoop({ ...parts, sink, bell: createBell(), delivered });
  // The loop tells of its failures itself.
  const retry = { clock, random, tries: USUAL_TRIES, failed: () => undefined };
  const pass = async (): Promise<PassResult> => {
    const result = await loop.once(signal);
    if (result.outcome === 'failed' && result.failure) throw result.failure;
    return result;
  };
  for (;;) {
    const before = reached;
    try {
      const result = await retryBriefly(retry, pass, signal);
      const total = Math.max(last - (start ?? last), 0);
      if (result.outcome === 'ok') progress({ sink: sink.name, confirmed: total, total });
      return result;
    } catch (thrown) {
      signal.throwIfAborted();
      const failure = asFailure(thrown);
      if (failure.kind === 'bug') throw failure;
      // What made some way is given as many tries again.
      if (reached === before) return { outcome: 'failed', failure };
    }
  }
}
