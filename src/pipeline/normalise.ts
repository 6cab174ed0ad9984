import { MINUTE_MS, toIsoUtc, type EpochMs } from '../domain/instant.ts';
import type { Observation } from '../domain/record.ts';
import type { SetAside } from '../domain/set-aside.ts';
import { BridgeFailure } from '../domain/failure.ts';
import type { SourceBatch } from '../sources/source.ts';

/** A record dated further ahead than this is none of now. */
export const GREATEST_LEAD_MS = 10 * MINUTE_MS;

/** The server’s clock must be ahead by this much before this machine’s clock is held to be the wrong one. */
const CLOCK_DOUBT_MS = 5 * MINUTE_MS;

/** Dexcom’s words for devices that are no phone. */
const RECEIVERS: readonly string[] = ['receiver', 'shareReceiver', 'touchscreenReceiver'];

/** A batch sorted into what may be merged and what may not. */
export interface NormalBatch {
  /** Ascending system time, readings of receivers behind all others. */
  readonly observations: readonly Observation[];
  readonly setAside: readonly SetAside[];
}

/**
 * Sets future records aside and puts the rest in order. Changes no value.
 * @throws BridgeFailure `clock.behind` (transient) when records look like the future only because this machine’s
 * clock is late: they are true, so they wait at Dexcom until the clock is right.
 */
export function normaliseBatch(batch: SourceBatch, now: EpochMs): NormalBatch {
  const isFuture = ({ systemTime }: Observation) => systemTime - now > GREATEST_LEAD_MS;
  const future = batch.observations.filter(isFuture);
  if (
    future.length > 0 &&
    batch.serverTime !== undefined &&
    batch.serverTime - now > CLOCK_DOUBT_MS
  ) {
    const behindMinutes = Math.round((batch.serverTime - now) / MINUTE_MS);
    throw new BridgeFailure(
      'clock.behind',
      'transient',
      `This machine’s clock is ${behindMinutes} minutes behind Dexcom’s: set it (for example with NTP). Readings wait at Dexcom until then.`,
    );
  }
  return {
    observations: batch.observations
      .filter((observation) => !isFuture(observation))
      .sort((a, b) => turnOf(a) - turnOf(b) || a.systemTime - b.systemTime),
    setAside: [...batch.skipped, ...future.map((observation) => fromTheFuture(observation, now))],
  };
}

/**
 * A phone’s clock is set by its network, a receiver’s by hand: where one answer holds both, the phone says when a reading was
 * taken, and the transmitter’s ticks tell which of the receiver’s it is.
 */
function turnOf(observation: Observation): number {
  const { kind, displayDevice = '' } = observation;
  return kind === 'reading' && RECEIVERS.includes(displayDevice) ? 1 : 0;
}

/**
 * Key under which a future record is remembered, so that it is not delivered when its hour comes. That of a reading is
 * the one that journals hold since the first version.
 */
export function futureKey(observation: Observation): string {
  const { kind, sourceRecordId = '', systemTime } = observation;
  return kind === 'reading'
    ? `future:${sourceRecordId}:${systemTime}:${observation.glucoseMgdl}`
    : `future ${kind}:${sourceRecordId}:${systemTime}`;
}

function fromTheFuture(observation: Observation, now: EpochMs): SetAside {
  const aheadMinutes = Math.round((observation.systemTime - now) / MINUTE_MS);
  return {
    source: observation.source,
    key: futureKey(observation),
    reason: `system time ${toIsoUtc(observation.systemTime)} lies ${aheadMinutes} minutes ahead of this machine’s clock; expected at most ${GREATEST_LEAD_MS / MINUTE_MS}. Check the clock of the receiver or phone, and of this machine.`,
    sample: JSON.stringify(observation).slice(0, 500),
  };
}
