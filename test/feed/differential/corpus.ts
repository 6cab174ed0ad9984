import {
  DAY_MS,
  HOUR_MS,
  MINUTE_MS,
  toIsoUtc,
  type EpochMs,
  epochMs,
} from '../../../src/domain/instant.ts';
import { SPELLINGS } from './spellings.ts';

/**
 * How an answer is compared: `whole` to the last value; `ours` what we say of what it says; `shape` by the names and types of
 * what it has; `status` by the status alone.
 */
export type Judgement = 'whole' | 'ours' | 'shape' | 'status';

/** One request as a real reader sends it. */
export interface Asked {
  readonly who: string;
  readonly path: string;
  readonly method?: 'HEAD';
  readonly accept?: string;
  /** What it shows; nothing where missing. Both sides answer readers without a secret. */
  readonly shows?: 'secret' | 'wrong' | 'pass';
  readonly judged?: Judgement;
}

/** Every request of the readers that are known, and the corners of the rules behind them, at that instant. */
export function corpus(now: EpochMs, idOf: (index: number) => string): readonly Asked[] {
  const iso = (agoMs: number) => toIsoUtc(epochMs(now - agoMs));
  const noMs = (agoMs: number) => iso(agoMs).replace(/\.\d{3}Z$/, 'Z');
  const day = (agoMs: number) => iso(agoMs).slice(0, 10);
  const ms = (agoMs: number) => String(now - agoMs);
  const json = 'application/json';
  const any = '*/*';
  const one = (who: string, path: string, more: Partial<Asked> = {}): Asked => ({
    who,
    path,
    ...more,
  });
  return [
    one('Trio', `/api/v1/entries/sgv.json?count=1600&find[dateString][$gte]=${iso(DAY_MS)}`, {
      shows: 'secret',
    }),
    one(
      'Trio',
      `/api/v1/entries/sgv.json?count=1600&find%5BdateString%5D%5B%24gte%5D=${encodeURIComponent(iso(2 * HOUR_MS))}`,
    ),
    one('Loop', '/api/v1/status.json', { judged: 'shape' }),
    one('Loop', '/api/v1/entries/sgv.json?count=36'),
    one('xDrip+', '/api/v1/entries.json?count=10&rr=1700000000000', { shows: 'secret' }),
    one('xDrip+', `/api/v1/entries.json?count=2880&find[date][$gt]=${ms(3 * HOUR_MS)}&rr=17`, {
      shows: 'secret',
    }),
    one('xDrip+', '/api/v1/treatments', { accept: json }),
    one('xDrip+', '/api/v1/treatments'),
    one('xDrip+', '/api/v1/devicestatus.json?count=1'),
    one('xDrip4iOS', '/api/v1/entries/sgv.json?count=5'),
    one('xDrip4iOS', '/api/v1/experiments/test', { shows: 'secret' }),
    one('xDrip4iOS', '/api/v1/experiments/test', { shows: 'wrong', judged: 'status' }),
    one(
      'LoopFollow',
      `/api/v1/entries.json?count=1000&find[dateString][$gte]=${noMs(DAY_MS)}&find[type][$ne]=cal`,
    ),
    one(
      'LoopFollow',
      `/api/v1/treatments.json?find[created_at][$gte]=${iso(DAY_MS)}&find[created_at][$lte]=${iso(0)}`,
    ),
    one('LoopFollow', '/api/v1/devicestatus.json?count=1'),
    one('LoopFollow', '/api/v1/profile/current.json', { judged: 'status' }),
    one('nightguard', '/api/v2/properties', { judged: 'ours' }),
    one('nightguard', '/api/v2/properties/bgnow,delta,direction,buckets'),
    one(
      'nightguard',
      `/api/v1/entries.json?find[date][$gt]=${ms(HOUR_MS)}.000&find[date][$lte]=${ms(0)}.0&count=1440`,
    ),
    one(
      'nightguard',
      `/api/v1/treatments.json?count=1&find[eventType]=BG%20Check&find[created_at][$gte]=${day(2 * DAY_MS)}`,
    ),
    one('nightguard', '/api/v1/devicestatus.json?count=5'),
    one('a Pebble', '/pebble'),
    one('a Pebble', '/pebble?count=3&units=mg'),
    one('a Pebble', '/pebble?count=12&units=mmol'),
    one('a Pebble', '/pebble?count=0'),
    one('a Pebble', '/pebble?count=abc'),
    one('a Garmin', '/api/v1/entries/sgv.json?count=12'),
    one('Home Assistant', '/api/v1/entries?count=60', { accept: json }),
    one('a menu bar', '/api/v1/entries?count=1', { accept: json }),
    one('nightscout-connect', '/api/v1/entries.json?count=1'),
    one('a script', '/api/v1/entries', { accept: any }),
    one('a script', '/api/v1/entries?count=3', { accept: any }),
    one('a script', '/api/v1/entries/sgv?count=3', { accept: any }),
    one('axios', '/api/v1/entries?count=2', { accept: 'application/json, text/plain, */*' }),
    one('a browser', '/api/v1/entries?count=2', {
      accept: 'text/html,application/xhtml+xml,*/*;q=0.8',
    }),
    ...['csv', 'tsv', 'txt', 'json', 'html', 'svg', 'xyz'].map((kind) =>
      one(
        'a format',
        `/api/v1/entries.${kind}?count=2`,
        kind === 'xyz' || kind === 'svg' || kind === 'html' ? { judged: 'status' } : {},
      ),
    ),
    one('a format', '/api/v1/entries/sgv.csv?count=2'),
    one('a format', '/api/v1/entries/current'),
    one('a format', '/api/v1/entries/current.json'),
    one('a format', '/api/v1/entries/mbg.json'),
    one('a format', '/api/v1/entries/cal.json'),
    one('a format', '/api/v1/entries/no-such-type.json'),
    one('an id', `/api/v1/entries/${idOf(0)}.json`),
    one('an id', `/api/v1/entries/${idOf(5)}`, { accept: json }),
    ...['0', '1', '-1', 'abc', '5.7', '', '1000000'].map((count) =>
      one('a count', `/api/v1/entries.json?count=${count}`),
    ),
    one('a count', '/api/v1/entries.json'),
    one('a count', '/api/v1/treatments.json?count=1'),
    one('the floor', `/api/v1/entries.json?count=500&find[sgv][$gte]=0`),
    one('the floor', `/api/v1/entries.json?count=500&find[date][$gte]=1`),
    one('the floor', `/api/v1/entries.json?count=500&find[dateString][$gte]=2001`),
    one('the floor', `/api/v1/entries.json?count=500&find[type]=sgv`),
    one('the floor', '/api/v1/treatments.json?count=500&find[created_at][$gte]=2001-01-01'),
    one('a find', `/api/v1/entries.json?count=20&find[sgv]=100`),
    one('a find', `/api/v1/entries.json?count=20&find[sgv][$gt]=150&find[sgv][$lt]=200`),
    one('a find', `/api/v1/entries.json?count=20&find[sgv][$gte]=99&find[sgv][$lte]=100.9`),
    one('a find', `/api/v1/entries.json?count=20&find[sgv][$in][]=39&find[sgv][$in][]=401`),
    one('a find', `/api/v1/entries.json?count=20&find[sgv][$nin][]=39&find[sgv][$nin][]=401`),
    one('a find', `/api/v1/entries.json?count=20&find[direction]=Flat`),
    one('a find', `/api/v1/entries.json?count=20&find[direction][$ne]=Flat`),
    one('a find', `/api/v1/entries.json?count=20&find[direction][$exists]=false`),
    one('a find', `/api/v1/entries.json?count=20&find[direction][$exists]=true`),
    one(
      'a find',
      `/api/v1/entries.json?count=20&find[direction][$in][]=DoubleUp&find[direction][$in][]=DoubleDown`,
    ),
    one('a find', `/api/v1/entries.json?count=20&find[direction][$regex]=Up$`),
    one('a find', `/api/v1/entries.json?count=20&find[device]=nightscout-dexcom-bridge`),
    one('a find', `/api/v1/entries.json?count=20&find[device]=another`),
    one('a find', `/api/v1/entries.json?count=20&find[type]=mbg`),
    one('a find', `/api/v1/entries.json?count=20&find[type]=mbg&find[mbg][$gte]=100`),
    one('a find', `/api/v1/entries.json?count=20&find[trend]=4`),
    one('a find', `/api/v1/entries.json?count=20&find[no_such_field]=1`),
    one('a find', `/api/v1/entries.json?count=20&find[dateString]=${iso(2 * MINUTE_MS)}`),
    one('a find', `/api/v1/entries.json?count=20&find[date]=${ms(2 * MINUTE_MS)}`),
    one('a find', `/api/v1/entries.json?count=20&find[_id]=${idOf(3)}`),
    one('a find', `/api/v1/entries/sgv.json?count=20&find[type]=mbg`),
    one(
      'a find',
      `/api/v1/entries/sgv.json?find[date][$gte]=${ms(4 * HOUR_MS)}&find[date][$lte]=${ms(2 * HOUR_MS)}&count=100`,
    ),
    one('treatments', '/api/v1/treatments.json?find[eventType]=Carb%20Correction'),
    one('treatments', '/api/v1/treatments.json?find[carbs]=20'),
    one('treatments', '/api/v1/treatments.json?find[carbs][$exists]=true'),
    one('treatments', '/api/v1/treatments.json?find[insulin][$gte]=1'),
    one('treatments', '/api/v1/treatments.json?find[eventType][$ne]=BG%20Check'),
    one('treatments', '/api/v1/treatments.json?find[eventType]=/carb/i'),
    one('devicestatus', '/api/v1/devicestatus.json'),
    one('devicestatus', `/api/v1/devicestatus.json?find[created_at][$gte]=${iso(DAY_MS)}`),
    one('profile', '/api/v1/profile.json'),
    one('food', '/api/v1/food.json'),
    // Nobody can write here, whatever they show.
    one('verifyauth', '/api/v1/verifyauth', { shows: 'secret', judged: 'shape' }),
    one('verifyauth', '/api/v1/verifyauth', { judged: 'shape' }),
    one('verifyauth', '/api/v1/verifyauth', { shows: 'wrong', judged: 'shape' }),
    one('versions', '/api/versions', { judged: 'shape' }),
    one('a wrong secret', '/api/v1/entries.json', { shows: 'wrong' }),
    one('mirrored', '/api/v2/entries.json?count=2'),
    one('mirrored', '/api/v2/treatments.json?count=2'),
    one('slice', '/api/v1/slice/entries/dateString/sgv/20.json?count=3'),
    one('times', `/api/v1/times/${day(0)}.json?count=3`),
    one('properties', '/api/v2/properties/bgnow'),
    one('properties', '/api/v2/properties/delta'),
    one('properties', '/api/v2/properties/no_such'),
    one('v3', '/api/v3/version', { judged: 'shape' }),
    one('v3', '/api/v3/no-such', { judged: 'status' }),
    one('AAPS', '/api/v3/status', { shows: 'pass', judged: 'shape' }),
    one('AAPS', '/api/v3/lastModified', { shows: 'pass', judged: 'shape' }),
    ...[
      `entries?sort=date&date$gt=${ms(HOUR_MS)}&limit=100`,
      'entries?sort$desc=date&limit=3',
      'entries?limit=2&skip=2&sort=date',
      'entries?type$eq=mbg&sort=date',
      'entries?sgv$nin=39|401&sort=date&limit=3',
      'entries?direction$re=Up$&sort=date&limit=3',
      'entries?sgv$ne=100&sort$desc=date&limit=3',
      'entries?fields=date,sgv&sort$desc=date&limit=3',
      'entries?fields=_all&sort$desc=date&limit=1',
      `entries/history/${ms(HOUR_MS)}?limit=500`,
      'entries/history/0?limit=3',
      'treatments?sort$desc=created_at&limit=10',
      'treatments/history/1?limit=500',
      'devicestatus?limit=5',
      'devicestatus/history/1?limit=5',
      'profile?limit=5',
      'profile/history/1?limit=5',
      'food?limit=5',
    ].map((path) => one('AAPS', `/api/v3/${path}`, { shows: 'pass' })),
    // A Nightscout compares the texts of such a list with numbers and finds nothing; here they are numbers.
    one('AAPS', '/api/v3/entries?sgv$in=39|401&sort=date', { shows: 'pass', judged: 'status' }),
    ...[
      'entries?limit=0',
      'entries?limit=abc',
      'entries?limit=1001',
      'entries?skip=-1',
      'entries?sort=date&sort$desc=date',
      'entries?sgv$xx=1',
      'entries/no-such-identifier',
      'entries/history/abc',
      'entries/history',
    ].map((path) => one('a v3 fault', `/api/v3/${path}`, { shows: 'pass', judged: 'status' })),
    ...SPELLINGS,
  ];
}
