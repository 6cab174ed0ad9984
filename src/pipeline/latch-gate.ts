import type { BridgeFailure } from '../domain/failure.ts';
import type { StateSlot } from '../domain/state-slot.ts';
import type { Clock } from '../platform/clock.ts';
import { closeLatch, readLatch, refusalOf, type Latch } from './latch.ts';

/** How often a closed latch is looked at, in ms, so that `unlock` takes effect within seconds. */
export const LOOK_MS = 3_000;

/** The latch in front of one adapter’s credentials. */
export interface LatchGate {
  /** The latch when it is closed for the present credentials. One that was closed for other credentials is opened. */
  closed(): Promise<Latch | undefined>;
  /** Never fails: where the disk is full the latch is held in memory and written as soon as it can be. */
  close(failure: BridgeFailure): Promise<void>;
  /** Resolves when the latch is open. */
  whenOpen(signal: AbortSignal): Promise<void>;
}

/** @param fingerprint mark of the credentials that the adapter has now. */
export function createLatchGate(slot: StateSlot, fingerprint: string, clock: Clock): LatchGate {
  let unkept: Latch | undefined;

  async function keep(latch: Latch): Promise<void> {
    unkept = latch;
    try {
      await closeLatch(slot, refusalOf(latch), latch.fingerprint, latch.since);
      unkept = undefined;
    } catch {
      // The refusal counts all the same; the next look tries to write it again.
    }
  }

  const gate: LatchGate = {
    async closed() {
      if (unkept !== undefined) {
        const latch = unkept;
        await keep(latch);
        return latch;
      }
      const latch = await readLatch(slot);
      if (latch === undefined || latch.fingerprint === fingerprint) return latch;
      await slot.clear();
      return undefined;
    },
    close: ({ code, message }) => keep({ code, message, fingerprint, since: clock.now() }),
    async whenOpen(signal) {
      while ((await gate.closed()) !== undefined) await clock.sleep(LOOK_MS, signal);
    },
  };
  return gate;
}
