import { DAY_MS, MINUTE_MS, epochMs, type EpochMs } from '../domain/instant.ts';
import { wallClock } from '../platform/local-time.ts';
import type { Source, SourceBatch } from '../sources/source.ts';
import type { PartPlan } from './build-bridge.ts';
import { checkAdapter } from './check-adapter.ts';
import { skewRows, type CheckRow, type CheckTools } from './check-row.ts';

/** A reading older than this is worth a word: three are missing. */
const OLD_MS = 16 * MINUTE_MS;

/** One login and one read, unless the latch is closed for these very credentials. */
export async function checkSource(
  plan: PartPlan<Source>,
  tools: CheckTools,
): Promise<readonly CheckRow[]> {
  const { clock, signal } = tools;
  return checkAdapter('source', plan, tools, async (source, what) => {
    const askedAt = clock.now();
    const batch = await source.fetch({ from: epochMs(askedAt - DAY_MS), to: askedAt }, signal);
    return [
      { result: 'ok', what, detail: 'login accepted' },
      newestRow(what, batch, clock.now()),
      ...skippedRows(what, batch),
      ...skewRows(what, batch, clock.now()),
    ];
  });
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
