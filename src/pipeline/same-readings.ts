import { BridgeFailure } from '../domain/failure.ts';
import { DAY_MS, epochMs, MINUTE_MS } from '../domain/instant.ts';
import type { Reading } from '../domain/reading.ts';
import type { StateSlot } from '../domain/state-slot.ts';
import type { Journal } from '../journal/journal.ts';
import type { SourceBatch } from '../sources/source.ts';

/** Fewer pairs than these prove nothing: two people can be level for two hours. */
const LEAST_PAIRS = 36;
/** One reading told by both services differs by less: a correction moves it a little. */
const MOST_APART_MGDL = 10;
/** Readings this near to each other are of one instant. */
const SAME_INSTANT_MS = MINUTE_MS;
/** The newest part of an answer is enough: it is where Share has been, and it comes first. */
const LOOK_MS = 2 * DAY_MS;

/** Name of the slot in which a disagreement between two services is remembered. */
export function disagreementSlotName(source: string): string {
  return `disagreement:${source}`;
}

/**
 * The login of one service and the permission for the other can be of two people, each in their browser. Their readings
 * must never mix under one name: where most of those of the same instants differ, none is taken.
 * @throws BridgeFailure `source.other_readings` (credentials): latched; after `unlock` they are taken
 */
export async function demandSameReadings(
  slot: StateSlot,
  journal: Journal,
  account: string,
  { observations, person = '' }: SourceBatch,
): Promise<void> {
  const readings = observations.filter((each) => each.kind === 'reading');
  const [first, last] = [readings[0], readings.at(-1)];
  if (first === undefined || last === undefined) return;
  const held = await journal.readRange(
    account,
    epochMs(Math.max(first.systemTime, last.systemTime - LOOK_MS) - SAME_INSTANT_MS),
    epochMs(last.systemTime + SAME_INSTANT_MS),
  );
  // With an id of its own a record was told by this service before: it agrees with itself.
  const others = held.map(({ record }) => record).filter(({ recordId }) => recordId === undefined);
  const pairs = pairUp(readings, others);
  const apart = pairs.filter((difference) => difference > MOST_APART_MGDL).length;
  if (pairs.length < LEAST_PAIRS || apart * 2 <= pairs.length) return;
  const mark = `refused ${person}`;
  if ((await slot.read()) === mark) return;
  await slot.write(mark);
  throw new BridgeFailure(
    'source.other_readings',
    'credentials',
    `Of ${pairs.length} readings that both services tell of, ${apart} differ widely: the permission seems to be that of another person than the Share login, and none of its readings was taken. Run \`authorize\` as the person who wears the sensor. If it is the same person after all, run \`unlock\`.`,
  );
}

/** Differences, in mg/dL, of the readings of one instant. Both lists ascend. */
function pairUp(readings: readonly Reading[], others: readonly Reading[]): readonly number[] {
  const differences: number[] = [];
  let at = 0;
  for (const { systemTime, glucoseMgdl } of readings) {
    while ((others[at]?.systemTime ?? Infinity) < systemTime - SAME_INSTANT_MS) at += 1;
    const other = others[at];
    if (other === undefined || other.systemTime > systemTime + SAME_INSTANT_MS) continue;
    differences.push(Math.abs(other.glucoseMgdl - glucoseMgdl));
    at += 1;
  }
  return differences;
}
