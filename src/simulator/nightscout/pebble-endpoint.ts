import { jsonReply, type WireReply } from '../wire/wire-reply.ts';
import type { Row } from './row.ts';
import type { Site, SiteCall } from './site.ts';

/** mg/dL in one mmol/L, as Nightscout counts. */
const MGDL_PER_MMOL = 18.01559;

const TREND_NUMBERS: Readonly<Record<string, number>> = {
  NONE: 0,
  DoubleUp: 1,
  SingleUp: 2,
  FortyFiveUp: 3,
  Flat: 4,
  FortyFiveDown: 5,
  SingleDown: 6,
  DoubleDown: 7,
  'NOT COMPUTABLE': 8,
  'RATE OUT OF RANGE': 9,
};

/** GET /pebble: the newest values for a watch. */
export function pebble(site: Site, call: SiteCall): WireReply {
  const now = site.clock.now();
  const mmol = call.query.get('units') === 'mmol' || site.units === 'mmol';
  const count = Number.parseInt(call.query.get('count') ?? '1', 10) || 1;
  const rows = site.collections.entries
    .filter((row) => typeof row['sgv'] === 'number' && row['sgv'] > 0 && dateOf(row) <= now)
    .sort((a, b) => dateOf(b) - dateOf(a));
  const scaled = (mgdl: number): string =>
    mmol ? (mgdl / MGDL_PER_MMOL).toFixed(1) : String(mgdl);
  const bgs = rows.slice(0, count).map((row, at) => {
    const previous = rows[at + 1];
    const delta = previous ? Number(row['sgv']) - Number(previous['sgv']) : 0;
    return {
      sgv: scaled(Number(row['sgv'])),
      trend: TREND_NUMBERS[String(row['direction'])] ?? 8,
      direction: row['direction'],
      datetime: dateOf(row),
      ...(at === 0 ? { bgdelta: mmol ? scaled(delta) : delta } : {}),
    };
  });
  return jsonReply(200, { status: [{ now }], bgs, cals: [] });
}

function dateOf(row: Row): number {
  return typeof row['date'] === 'number' ? row['date'] : 0;
}
