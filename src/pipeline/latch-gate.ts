import type { BridgeFailure } from '../domain/failure.ts';
import type { StateSlot } from '../domain/state-slot.ts';
import type { Clock } from '../platform/clock.ts';
import { closeLatch, readLatch, type Latch } from './latch.ts';

/** How often a closed latch is looked at, in ms, so that `unlock` takes effect within seconds. */
const LOOK_MS = 3_000;

/** The latch in front of one adapter’s credentials. */
export interface LatchGate {
  /** The latch when it is closed for the present credentials. One that was closed for other credentials is opened. */
  closed(): Promise<Latch | undefined>;
  close(failure: BridgeFailure): Promise<void>;
  /** Resolves when the latch is open. */
  whenOpen(signal: AbortSignal): Promise<void>;
}

/** @param fingerprint mark of the credentials that the adapter has now. */
export function createLatchGate(slot: StateSlot, fingerprint: string, clock: Clock): LatchGate {
  const gate: LatchGate = {
    async closed() {
      const latch = await readLatch(slot);
      if (latch === undefined || latch.fingerprint === fingerprint) return latch;
      await slot.clear();
      return undefined;
    },
    close: (failure) => closeLatch(slot, failure, fingerprint, clock.now()),
    async whenOpen(signal) {
      while ((await gate.closed()) !== undefined) await clock.sleep(LOOK_MS, signal);
    },
  };
  return gate;
}
