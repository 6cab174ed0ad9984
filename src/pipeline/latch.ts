import { BridgeFailure } from '../domain/failure.ts';
import type { EpochMs } from '../domain/instant.ts';
import type { StateSlot } from '../domain/state-slot.ts';

/** A persisted stop after refused credentials. It outlives restarts and opens when the credentials change or a person says so. */
export interface Latch {
  readonly code: string;
  readonly message: string;
  /** Mark of the credentials that were refused. */
  readonly fingerprint: string;
  readonly since: EpochMs;
}

/** Name of the slot, in the account’s state store, of an adapter’s latch. */
export function latchSlotName(side: 'source' | 'sink', name: string): string {
  return `latch:${side}:${name}`;
}

/** The closed latch, or undefined when it is open. A slot that cannot be read counts as open: at worst one login is tried. */
export async function readLatch(slot: StateSlot): Promise<Latch | undefined> {
  const text = await slot.read();
  if (text === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return isLatch(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Closes the latch; on disk when it resolves. */
export async function closeLatch(
  slot: StateSlot,
  { code, message }: BridgeFailure,
  fingerprint: string,
  since: EpochMs,
): Promise<void> {
  await slot.write(JSON.stringify({ code, message, fingerprint, since } satisfies Latch));
}

/** The refusal that closed the latch, as a failure. */
export function refusalOf({ code, message }: Latch): BridgeFailure {
  return new BridgeFailure(code, 'credentials', message);
}

function isLatch(value: unknown): value is Latch {
  if (typeof value !== 'object' || value === null) return false;
  const { code, message, fingerprint, since } = value as Record<string, unknown>;
  return (
    typeof code === 'string' &&
    typeof message === 'string' &&
    typeof fingerprint === 'string' &&
    typeof since === 'number'
  );
}
