import { DAY_MS, MINUTE_MS, SECOND_MS, epochMs } from '../domain/instant.ts';
import type { HistorySchedule } from '../pipeline/history-loop.ts';

/** Every zone’s hours begin at a multiple of this from UTC’s. */
const QUARTER_MS = 15 * MINUTE_MS;
/** The 29th of February comes at least this often. */
const LONGEST_GAP_MS = 8 * 366 * DAY_MS;

/**
 * A cron expression on the machine’s wall clock as a schedule that can be asked of any instant.
 * @param expression five or six fields, as the configuration has checked it
 */
export async function cronSchedule(expression: string): Promise<HistorySchedule> {
  const { createTask } = await import('node-cron');
  const fields = expression.trim().split(/\s+/);
  const stepMs = fields.length === 6 ? SECOND_MS : MINUTE_MS;
  const exact = createTask(expression, () => undefined);
  // The same with every minute of its hours: what does not match this is passed over quickly.
  const roughly = createTask(['*', ...fields.slice(-4)].join(' '), () => undefined);
  const minuteOf = (ms: number) => ms - (ms % MINUTE_MS);
  return {
    next(after) {
      let at = after - (after % stepMs) + stepMs;
      for (const end = after + LONGEST_GAP_MS; at < end;) {
        if (!roughly.match(asDate(minuteOf(at)))) at += QUARTER_MS - (at % QUARTER_MS);
        else if (exact.match(asDate(at))) return epochMs(at);
        else at += stepMs;
      }
      return epochMs(at);
    },
  };
}

/** The library speaks Date. */
function asDate(ms: number): Date {
  // eslint-disable-next-line no-restricted-syntax -- an instant, not a vendor’s text
  return new Date(ms);
}
