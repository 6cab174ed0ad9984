import { asFailure } from '../domain/failure.ts';
import { DAY_MS, MINUTE_MS, SECOND_MS, epochMs, type EpochMs } from '../domain/instant.ts';
import { closeLatch, latchSlotName, readLatch } from '../pipeline/latch.ts';
import { wallClock } from '../platform/local-time.ts';
import type { Source, SourceBatch } from '../sources/source.ts';
import type { PartPlan } from './build-bridge.ts';
import { faultRow, latchedRow, type CheckRow, type CheckTools } from './check-row.ts';
import { EXIT } from './exit-codes.ts';

/** A reading older than this is worth a word: three are missing. */
const OLD_MS = 16 * MINUTE_MS;
/** Clocks that differ by more than this make readings look late, or too early to be believed. */
const SKEW_NOTE_MS = 30 * SECOND_MS;
const SKEW_FAULT_MS = 5 * MINUTE_MS;

/** One login and one read, unless the latch is closed for these very credentials. */
export async function checkSource(
  plan: PartPlan<Source>,
  { journal, account, clock, signal }: CheckTools,
): Promise<readonly CheckRow[]> {
  const what = `${account}: source ${plan.name}`;
  const slot = journal.slot(account, latchSlotName('source', plan.name));
  try {
    const source = await plan.create();
    const latch = await readLatch(slot);
    if (latch?.fingerprint === source.credentialsFingerprint) {
      return [latchedRow(what, 'source', latch)];
    }
    try {
      await source.open();
      const askedAt = clock.now();
      const batch = await source.fetch({ from: epochMs(askedAt - DAY_MS), to: askedAt }, signal);
      return [
        { result: 'ok', what, detail: 'login accepted' },
        newestRow(what, batch, clock.now()),
        ...skippedRows(what, batch),
        ...skewRows(what, batch, clock.now()),
      ];
    } catch (thrown) {
      const failure = asFailure(thrown);
      if (failure.kind === 'credentials') {
        await closeLatch(slot, failure, source.credentialsFingerprint, clock.now());
      }
      return [faultRow(what, failure)];
    } finally {
      await source.close();
    }
  } catch (thrown) {
    signal.throwIfAborted();
    return [faultRow(what, asFailure(thrown))];
  }
}

function newestRow(what: string, batch: SourceBatch, now: EpochMs): CheckRow {
  const readings = batch.observations.filter((each) => each.kind === 'reading');
  const newest = readings.at(-1);
  if (newest === undefined) {
    return {
      result: 'note',
      what,
      detail:
        'no reading in the last 24 h. On the phone: does the Dexcom app show readings, is Share on, and has it at least one follower? The login must be the one of the person who wears the sensor. A sensor in warm-up sends nothing either.',
    };
  }
  const { date, time, offset } = wallClock(newest.systemTime);
  const ageMs = now - newest.systemTime;
  const age = `${Math.max(0, Math.round(ageMs / MINUTE_MS))} min old`;
  const detail = `newest reading ${newest.glucoseMgdl} mg/dL at ${date} ${time} ${offset}, ${age}; ${readings.length} in the last 24 h`;
  return ageMs > OLD_MS
    ? {
        result: 'note',
        what,
        detail: `${detail}. It is old: is the phone near the sensor and online, and is Share still on?`,
      }
    : { result: 'ok', what, detail };
}

function skippedRows(what: string, batch: SourceBatch): readonly CheckRow[] {
  const [first] = batch.skipped;
  if (first === undefined) return [];
  const detail = `${batch.skipped.length} records could not be read and would be set aside; the first: ${first.reason}`;
  return [{ result: 'note', what, detail }];
}

function skewRows(what: string, batch: SourceBatch, now: EpochMs): readonly CheckRow[] {
  if (batch.serverTime === undefined) return [];
  const skewMs = now - batch.serverTime;
  const size = Math.abs(skewMs);
  const seen = `this machine’s clock is ${Math.round(size / SECOND_MS)} s ${skewMs < 0 ? 'behind' : 'ahead of'} the server’s`;
  if (size <= SKEW_NOTE_MS) return [{ result: 'ok', what: `${what} clock`, detail: seen }];
  const remedy = 'Set it right, best by turning time synchronisation (NTP) on.';
  return size <= SKEW_FAULT_MS
    ? [{ result: 'note', what: `${what} clock`, detail: `${seen}. ${remedy}` }]
    : [
        {
          result: 'fault',
          what: `${what} clock`,
          detail: `${seen}: readings would count as late or as dated in the future. ${remedy}`,
          exitCode: EXIT.unavailable,
        },
      ];
}
