import type { PageFacts } from './page-facts.ts';
import type { BridgeEvent } from '../telemetry/events.ts';
import { readState, RECENT_MS } from './read-state.ts';

/** Tells open pages of one account how it stands, whenever that changed. */
export interface StreamHub {
  /** How often readings older than the recent ones came or changed. */
  readonly history: number;
  /** Hears each new state as JSON, from now on; the returned function ends it. */
  join(hear: (state: string) => void): () => void;
}

/** A reading is told in several events, one after the other: they become one message. In ms. */
const GATHER_MS = 40;
/** The least time between two messages: while history is imported events come by the thousand. In ms. */
const APART_MS = 500;

/** One hub for all pages of an account: the state is read and worded once for all of them. Idle while nobody listens. */
export function createStreamHub(facts: PageFacts, account: string): StreamHub {
  const { clock } = facts;
  const listeners = new Set<(state: string) => void>();
  let history = 0;
  let leave: (() => void) | undefined;
  let stop = new AbortController();
  let isDirty = false;
  let isTelling = false;

  const tell = async (signal: AbortSignal) => {
    if (isTelling) return;
    isTelling = true;
    try {
      await clock.sleep(GATHER_MS, signal);
      while (isDirty) {
        isDirty = false;
        const state = JSON.stringify(await readState(facts, account, history));
        for (const hear of listeners) hear(state);
        await clock.sleep(APART_MS, signal);
      }
    } catch {
      // Nobody listens any more, or the journal is busy: the next event, or the page itself, asks again.
    } finally {
      isTelling = false;
      if (isDirty && !stop.signal.aborted) void tell(stop.signal);
    }
  };

  const note = (event: BridgeEvent) => {
    if (!('account' in event) || event.account !== account) return;
    if (isOfHistory(event, clock.now())) history += 1;
    isDirty = true;
    void tell(stop.signal);
  };

  return {
    get history() {
      return history;
    },
    join(hear) {
      listeners.add(hear);
      if (leave === undefined) {
        stop = new AbortController();
        leave = facts.subscribe(note);
      }
      return () => {
        if (!listeners.delete(hear) || listeners.size > 0) return;
        leave?.();
        leave = undefined;
        isDirty = false;
        stop.abort();
      };
    },
  };
}

/** Whether more than the recent readings changed. */
function isOfHistory(event: BridgeEvent, now: number): boolean {
  if (event.type === 'history.synced') return event.added + event.changed > 0;
  const isOfReading = event.type === 'reading.recorded' || event.type === 'reading.changed';
  return isOfReading && event.reading.systemTime < now - RECENT_MS;
}
