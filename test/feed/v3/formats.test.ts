import { describe, expect, test } from '@jest/globals';
import { renderCsv } from '../../../src/feed/v3/render-csv.ts';
import { renderXml } from '../../../src/feed/v3/render-xml.ts';
import { makeEvent } from '../../support/make-kinds.ts';
import { readingAgo } from '../rows-rig.ts';
import { v3Rig } from './v3-rig.ts';

const CSV = 'text/csv; charset=utf-8';
const XML = 'application/xml; charset=utf-8';

async function filled() {
  const rig = await v3Rig();
  const { clock, put, routes } = rig;
  await put([readingAgo(clock.now(), 7, 321, 'flat'), readingAgo(clock.now(), 2, 123)]);
  const text = async (path: string, headers: Record<string, string> = {}) => {
    const answer = await routes.request(`/api/v3${path}`, { headers });
    return [answer.status, answer.headers.get('content-type'), await answer.text()] as const;
  };
  return { ...rig, text };
}

describe('documents of API v3', () => {
  test('come as a table', async () => {
    const { text, clock } = await filled();
    const [newer, older] = [clock.now() - 120_000, clock.now() - 420_000];
    expect(await text('/entries.csv?sort=date&fields=date,sgv')).toEqual([
      200,
      CSV,
      `sgv,date\n321,${older}\n123,${newer}\n`,
    ]);
    expect(await text('/entries?limit=1&sort=date&fields=sgv', { accept: 'text/csv' })).toEqual([
      200,
      CSV,
      'sgv\n321\n',
    ]);
    expect(await text('/food.csv')).toEqual([200, CSV, '']);
  });

  test('come as XML', async () => {
    const { text } = await filled();
    expect(await text('/entries.xml?sort=date&fields=sgv')).toEqual([
      200,
      XML,
      "<?xml version='1.0' encoding='utf-8'?>\n<items>\n  <item>\n    <sgv>321</sgv>\n  </item>\n  <item>\n    <sgv>123</sgv>\n  </item>\n</items>\n",
    ]);
    expect((await text('/food', { accept: 'application/xml' }))[2]).toContain('<items />');
  });

  test('come so one at a time, and with what changed', async () => {
    const { text, values } = await filled();
    const [identifier] = await values('/entries?sort=date', 'identifier');
    expect((await text(`/entries/${String(identifier)}.csv?fields=sgv`))[2]).toBe('sgv\n321\n');
    expect((await text(`/entries/${String(identifier)}.xml?fields=sgv`))[2]).toBe(
      "<?xml version='1.0' encoding='utf-8'?>\n<item>\n  <sgv>321</sgv>\n</item>\n",
    );
    const { routes } = await filled();
    const answer = await routes.request('/api/v3/entries/history/1700000000000.csv?fields=sgv');
    expect(answer.headers.get('etag')).toMatch(/^W\/"\d{13}"$/);
    expect(await answer.text()).toBe('sgv\n321\n123\n');
  });

  test('whose fault is told come in JSON', async () => {
    const { text } = await filled();
    const [status, type] = await text('/entries.csv?limit=0');
    expect([status, type]).toEqual([400, 'application/json']);
    expect((await text('/entries/no-such.xml'))[0]).toBe(404);
  });

  test('lose no field that only some of them have', async () => {
    const { text, put, clock } = await filled();
    await put([makeEvent(0, 'carbs-1', { systemTime: readingAgo(clock.now(), 9, 1).systemTime })]);
    const [, , table] = await text('/entries.csv?sort=date&fields=sgv,trend');
    expect(table).toBe('sgv,trend\n321,4\n123,\n');
    const [, , treatments] = await text('/treatments.csv');
    expect(treatments.split('\n')[0]).toContain('eventType');
  });
});

describe('a table', () => {
  test('quotes what would be taken for its own', () => {
    expect(
      renderCsv([
        { a: 'x,y', b: 'say "no"', c: 'two\nlines', d: null, e: false, f: { g: [1, 'z'] } },
        { a: ' kept ', h: 0 },
      ]),
    ).toBe(
      'a,b,c,d,e,f,h\n"x,y","say ""no""","two\nlines",,false,"{""g"":[1,""z""]}",\n kept ,,,,,,0\n',
    );
  });
});

test('a table of one column has a line for a document without that field', async () => {
  const { text } = await filled();
  const [, , table] = await text('/entries.csv?sort=date&fields=trend');
  expect(table).toBe('trend\n4\n""\n');
});

describe('XML', () => {
  test('escapes what would be taken for its own, and holds nothing that XML cannot', () => {
    expect(renderXml({ a: '<b>&"\r', c: 'x\u0000y', d: { e: [1, 2], f: {} }, g: null })).toBe(
      [
        "<?xml version='1.0' encoding='utf-8'?>",
        '<item>',
        '  <a>&lt;b&gt;&amp;"&#13;</a>',
        '  <c>x\ufffdy</c>',
        '  <d>',
        '    <e>',
        '      <e>1</e>',
        '      <e>2</e>',
        '    </e>',
        '    <f />',
        '  </d>',
        '  <g />',
        '</item>',
        '',
      ].join('\n'),
    );
  });
});
