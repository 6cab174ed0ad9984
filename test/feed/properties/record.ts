/**
 * Sends every scenario to a real Nightscout and prints what it makes of it, for the tests of /pebble and the properties. The site
 * is emptied each time: it must be one that can be thrown away. Once with DISPLAY_UNITS=mg/dl and once with mmol:
 *
 *   node --import ./test/support/run-typescript.mjs test/feed/properties/record.ts http://127.0.0.1:1337 'the api secret' mmol
 */
import { setTimeout as wait } from 'node:timers/promises';
import { sha1 } from '../differential/ask.ts';
import { relative, scenarios, type Recorded } from './scenarios.ts';

/** Memory and plugins of a Nightscout follow its database. */
const EMPTIED_MS = 1_500;
const FILLED_MS = 6_500;

const [site = '', secret = '', units = 'mg/dl'] = process.argv.slice(2);
const headers = { 'api-secret': sha1(secret), 'content-type': 'application/json' };

for (const [name, readings] of Object.entries(scenarios)) {
  await fetch(`${site}/api/v1/entries?find[date][$gte]=1&count=100000`, {
    method: 'DELETE',
    headers,
  });
  await wait(EMPTIED_MS);
  const now = Date.now();
  const rows = readings.map(([minutes, sgv, direction]) => {
    const date = now - Math.round(minutes * 60_000);
    const dateString = new Date(date).toISOString();
    return { type: 'sgv', sgv, date, dateString, direction, device: 'nightscout-dexcom-bridge' };
  });
  const body = JSON.stringify(rows);
  const taken = await fetch(`${site}/api/v1/entries.json`, { method: 'POST', headers, body });
  if (!taken.ok) throw new Error(`the site answered ${taken.status}`);
  await wait(FILLED_MS);
  const ask = async (path: string) => relative(await (await fetch(site + path)).json(), now);
  const recorded: Recorded = {
    name,
    units: units === 'mmol' ? 'mmol' : 'mg/dl',
    readings,
    pebble: await ask('/pebble?count=10'),
    one: await ask('/pebble'),
    other: await ask(`/pebble?count=10&units=${units === 'mmol' ? 'mg/dl' : 'mmol'}`),
    properties: await ask('/api/v2/properties/bgnow,delta,buckets,direction,upbat'),
  };
  process.stdout.write(`${JSON.stringify(recorded)},\n`);
}
