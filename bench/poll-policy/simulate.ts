import type { Random } from '../../src/platform/random.ts';
import { PERIOD_MS, type Policy } from './policy.ts';
import type { LagRegime } from './regimes.ts';

/** What became of one reading. */
export interface Found {
  /** From its appearance to the call that found it, in ms. */
  readonly delayMs: number;
  /** Calls since the reading before it was found; 0 when one call found both. */
  readonly calls: number;
}

/** Real sensors run a little fast: this shortens each period, so that no fixed phase lasts, in ms. */
const DRIFT_MS = 441;
/** From a call’s start to its answer, in ms. */
const ANSWER_MS = 80;
const BEGIN = 1_700_000_000_000;

/** Readings of one regime polled by one policy on a virtual clock, in order; the first is found by the very first call. */
export function simulate(
  policy: Policy,
  regime: LagRegime,
  random: Random,
  count: number,
): readonly Found[] {
  const readings: { readonly time: number; readonly appearsAt: number }[] = [];
  for (let index = 0; index <= count; index += 1) {
    const time = BEGIN + index * (PERIOD_MS - DRIFT_MS);
    readings.push({ time, appearsAt: time + regime.draw(random) });
  }
  const found: Found[] = [];
  let now = Math.ceil(readings[0]!.appearsAt + 200_000 * random.next());
  let calls = 0;
  while (found.length < count) {
    const from = found.length;
    calls += 1;
    let newest = from - 1;
    while (newest + 1 < readings.length && readings[newest + 1]!.appearsAt <= now) newest += 1;
    policy.polled(now, now + ANSWER_MS, readings[newest]?.time);
    for (let index = from; index <= newest && found.length < count; index += 1) {
      found.push({
        delayMs: now - readings[index]!.appearsAt,
        calls: index === newest ? calls : 0,
      });
    }
    if (newest >= from) calls = 0;
    const next = policy.nextPollAt(now + ANSWER_MS);
    if (next < now + ANSWER_MS) throw new Error('the policy asks for a call in the past');
    now = next;
  }
  return found;
}
