import { BridgeFailure } from '../domain/failure.ts';

/** A person stopped a command before its end; a stray fault that stopped it is told instead. */
export function stoppedBy(crash: BridgeFailure | undefined, left: string): BridgeFailure {
  return crash ?? new BridgeFailure('bridge.stopped', 'transient', `Stopped. ${left}`);
}
