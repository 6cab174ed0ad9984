import { MINUTE_MS, SECOND_MS } from '../../domain/instant.ts';
import type { Clock } from '../../platform/clock.ts';

/** What a wrong try costs: it was held up and may be answered, or too many are held up and it is answered at once. */
export type Cost =
  { readonly kind: 'held' } | { readonly kind: 'crowded'; readonly waitMs: number };

/** Holds up wrong tries, each client’s more with each. */
export interface Slowdown {
  /** Counts one wrong try of a client and holds it up, at most 2 s and only until a signal is aborted. Never rejects. */
  hold(client: string, signals: readonly AbortSignal[]): Promise<Cost>;
  /** Clients remembered. */
  readonly remembered: number;
}

const FIRST_MS = 250;
/** An answer is promised within 5 s; a busy machine that has just started needs two or three of them for itself. */
const LONGEST_MS = 2 * SECOND_MS;
const FORGIVE_ONE_MS = MINUTE_MS;
/** Beyond this many a try costs no more. */
const MOST_COUNTED = 16;
const MOST_HELD_PER_CLIENT = 4;
/** Of all clients together: the server has connections for others. */
const MOST_HELD = 40;
/** The one that was wrong longest ago is forgotten first: forgetting makes its next try cheaper, nothing more. */
const MOST_REMEMBERED = 1_000;

interface Tries {
  readonly count: number;
  readonly at: number;
}

/** Waits lie side by side, they never queue: two tries at once take no longer than one. */
export function createSlowdown(clock: Clock): Slowdown {
  const tries = new Map<string, Tries>();
  const held = new Map<string, number>();
  let heldInAll = 0;

  const countOne = (client: string): number => {
    const before = tries.get(client);
    const now = clock.now();
    const forgiven =
      before === undefined ? 0 : Math.max(0, Math.floor((now - before.at) / FORGIVE_ONE_MS));
    const count = Math.min(MOST_COUNTED, Math.max(0, (before?.count ?? 0) - forgiven) + 1);
    tries.delete(client);
    tries.set(client, { count, at: now });
    const [oldest] = tries.keys();
    if (tries.size > MOST_REMEMBERED && oldest !== undefined) tries.delete(oldest);
    return count;
  };

  return {
    get remembered() {
      return tries.size;
    },
    async hold(client, signals) {
      const waitMs = Math.min(LONGEST_MS, FIRST_MS * 2 ** (countOne(client) - 1));
      const ofClient = held.get(client) ?? 0;
      if (ofClient >= MOST_HELD_PER_CLIENT || heldInAll >= MOST_HELD) {
        return { kind: 'crowded', waitMs };
      }
      held.set(client, ofClient + 1);
      heldInAll += 1;
      try {
        await sleepUntilAny(clock, waitMs, signals);
      } finally {
        heldInAll -= 1;
        const left = (held.get(client) ?? 1) - 1;
        if (left === 0) held.delete(client);
        else held.set(client, left);
      }
      return { kind: 'held' };
    },
  };
}

/** Not AbortSignal.any: what it hangs on a signal that lives as long as the program stays there. */
async function sleepUntilAny(
  clock: Clock,
  ms: number,
  signals: readonly AbortSignal[],
): Promise<void> {
  const either = new AbortController();
  const stop = () => either.abort();
  if (signals.some((signal) => signal.aborted)) return;
  for (const signal of signals) signal.addEventListener('abort', stop, { once: true });
  try {
    await clock.sleep(ms, either.signal).catch(() => undefined);
  } finally {
    for (const signal of signals) signal.removeEventListener('abort', stop);
  }
}
