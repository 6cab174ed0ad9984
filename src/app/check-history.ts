import { toIsoUtc } from '../domain/instant.ts';
import { HISTORY_LISTS, type HeldSpans, type HistorySource } from '../sources/history-source.ts';
import type { PartPlan } from './build-bridge.ts';
import { checkAdapter } from './check-adapter.ts';
import { skewRows, type CheckRow, type CheckTools } from './check-row.ts';

/** One question that spends no token unless it is due: what does the service hold? */
export async function checkHistory(
  plan: PartPlan<HistorySource>,
  tools: CheckTools,
): Promise<readonly CheckRow[]> {
  return checkAdapter('source', plan, tools, async (source, what) => {
    const held = await source.held(tools.signal);
    return [
      { result: 'ok', what, detail: 'permission accepted' },
      spansRow(what, held),
      ...skewRows(what, held, tools.clock.now()),
    ];
  });
}

function spansRow(what: string, { spans }: HeldSpans): CheckRow {
  const parts = HISTORY_LISTS.flatMap((list) => {
    const span = spans[list];
    return span === undefined
      ? []
      : [`${list} from ${toIsoUtc(span.start)} to ${toIsoUtc(span.end)}`];
  });
  return parts.length > 0
    ? { result: 'ok', what, detail: `Dexcom holds ${parts.join('; ')}` }
    : {
        result: 'note',
        what,
        detail:
          'Dexcom holds no records of this person. A new app needs one to three hours; a receiver must be uploaded. Was the login of authorize that of the person who wears the sensor?',
      };
}
