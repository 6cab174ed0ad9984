import { readFile } from 'node:fs/promises';
import { describe, expect, test } from '@jest/globals';
import { TRENDS, type Trend } from '../../../src/domain/trend.ts';
import { createPebbleRoutes } from '../../../src/feed/pebble/index.ts';
import { createPropertiesRoutes } from '../../../src/feed/properties/index.ts';
import { inUnits, readingAgo, rowsRig } from '../rows-rig.ts';
import { relative, scenarios, type Recorded } from './scenarios.ts';

/** What a Nightscout 15.0.7 answered to the same readings; made by record.ts. */
const recorded = JSON.parse(
  await readFile(new URL('recorded.json', import.meta.url), 'utf8'),
) as readonly Recorded[];

const WORDS = [
  'NONE',
  'DoubleUp',
  'SingleUp',
  'FortyFiveUp',
  'Flat',
  'FortyFiveDown',
  'SingleDown',
  'DoubleDown',
  'NOT COMPUTABLE',
  'RATE OUT OF RANGE',
];

function trendOf(word: string | undefined): Trend | undefined {
  return word === undefined ? undefined : TRENDS[WORDS.indexOf(word)];
}

/**
 * A site that shows mmol/L and is asked for mg/dL answers with glucose in mg/dL and its difference in mmol/L. That is a trap for whoever
 * reads it: here both are in what was asked for.
 */
function withoutDelta(answer: unknown): unknown {
  return JSON.parse(
    JSON.stringify(answer, (name, held: unknown) => (name === 'bgdelta' ? undefined : held)),
  );
}

test('every scenario was put to a Nightscout, in both units', () => {
  const told = recorded.map(({ name, units, readings }) => [name, units, readings]);
  const both = ['mg/dl', 'mmol'].flatMap((units) =>
    Object.entries(scenarios).map(([name, readings]) => [name, units, readings]),
  );
  expect(told).toEqual(JSON.parse(JSON.stringify(both)));
});

describe.each(recorded)('$units: $name', ({ units, readings, ...told }) => {
  async function ask(path: string): Promise<unknown> {
    const { clock, facts, rows, put } = await rowsRig({ display: inUnits(units) });
    const now = clock.now();
    await put(
      readings.map(([minutes, mgdl, word]) => readingAgo(now, minutes, mgdl, trendOf(word))),
    );
    // The site was asked some seconds after it was told.
    await clock.advance(6_500);
    const routes = createPebbleRoutes(facts, rows).route('/', createPropertiesRoutes(facts, rows));
    return relative(await (await routes.request(path)).json(), now);
  }

  test('/pebble', async () => {
    expect(await ask('/pebble')).toEqual(told.one);
    expect(await ask('/pebble?count=10')).toEqual(told.pebble);
    const other = units === 'mmol' ? 'mg/dl' : 'mmol';
    const found = await ask(`/pebble?count=10&units=${other}`);
    if (other === 'mmol') expect(found).toEqual(told.other);
    else expect(withoutDelta(found)).toEqual(withoutDelta(told.other));
  });

  test('/api/v2/properties', async () => {
    expect(await ask('/api/v2/properties')).toEqual(told.properties);
  });
});

describe('/api/v2/properties', () => {
  async function rig(given = {}) {
    const { clock, facts, rows, put } = await rowsRig(given);
    await put([readingAgo(clock.now(), 7, 121, 'flat'), readingAgo(clock.now(), 2, 127, 'flat')]);
    return createPropertiesRoutes(facts, rows);
  }

  test.each([
    ['bgnow', ['bgnow']],
    ['delta,direction', ['delta', 'direction']],
    ['upbat,,iob', ['upbat']],
    [',', ['bgnow', 'buckets', 'delta', 'direction', 'upbat']],
    ['iob', []],
    ['constructor,__proto__', []],
  ])('/%s', async (names, found) => {
    const answer = await (await rig()).request(`/api/v2/properties/${names}`);
    expect(Object.keys((await answer.json()) as object).sort()).toEqual(found);
  });

  test('is spread over lines where that is asked for', async () => {
    const routes = await rig();
    const pretty = await routes.request('/api/v2/properties?pretty=1');
    const plain = await (await routes.request('/api/v2/properties?pretty=')).text();
    expect(pretty.headers.get('content-type')).toMatch(/^application\/json/);
    const text = await pretty.text();
    expect(text).toContain('\n  "bgnow": {\n');
    expect(plain).not.toContain('\n');
    expect(JSON.parse(text)).toEqual(JSON.parse(plain));
  });

  test.each(['/api/v2/properties', '/api/v2/properties/bgnow'])(
    '%s needs the secret',
    async (path) => {
      const answer = await (await rig({ isRequired: true })).request(path);
      expect([answer.status, await answer.text()]).toEqual([
        401,
        expect.not.stringContaining('127'),
      ]);
    },
  );
});
