import { asFailure } from '../domain/failure.ts';
import { closeLatch, latchSlotName, readLatch } from '../pipeline/latch.ts';
import type { PartPlan } from './build-bridge.ts';
import { faultRow, latchedRow, type CheckRow, type CheckTools } from './check-row.ts';

/** What every source and sink has. */
interface Adapter {
  readonly credentialsFingerprint: string;
  open(): Promise<void>;
  close(): Promise<void>;
}

/**
 * One look at one part, unless its latch is closed for these very credentials. A refusal closes the latch, so that the
 * daemon does not repeat it.
 * @param look rows of what was seen; it may throw a BridgeFailure, or close the latch by `refuse`
 */
export async function checkAdapter<Part extends Adapter>(
  side: 'source' | 'sink',
  plan: PartPlan<Part>,
  { state, account, clock, signal }: CheckTools,
  look: (
    part: Part,
    what: string,
    refuse: (failure: Parameters<typeof closeLatch>[1]) => Promise<void>,
  ) => Promise<readonly CheckRow[]>,
): Promise<readonly CheckRow[]> {
  const what = `${account}: ${side} ${plan.name}`;
  const slot = state.slot(account, latchSlotName(side, plan.name));
  try {
    const part = await plan.create();
    const latch = await readLatch(slot);
    if (latch?.fingerprint === part.credentialsFingerprint) {
      return [latchedRow(what, side, latch)];
    }
    const refuse: Parameters<typeof look>[2] = (failure) =>
      closeLatch(slot, failure, part.credentialsFingerprint, clock.now());
    try {
      await part.open();
      return await look(part, what, refuse);
    } catch (thrown) {
      const failure = asFailure(thrown);
      if (failure.kind === 'credentials') await refuse(failure);
      return [faultRow(what, failure)];
    } finally {
      await part.close();
    }
  } catch (thrown) {
    signal.throwIfAborted();
    return [faultRow(what, asFailure(thrown))];
  }
}
