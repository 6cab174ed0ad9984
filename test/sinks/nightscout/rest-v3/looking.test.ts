import { afterEach, describe, expect, test } from '@jest/globals';
import { epochMs, toIsoUtc } from '../../../../src/domain/instant.ts';
import type { JournalRecord } from '../../../../src/domain/journal-record.ts';
import type { Reading } from '../../../../src/domain/reading.ts';
import { APP } from '../../../../src/sinks/nightscout/entry.ts';
import { standInRig } from '../../../support/rest-v1-rig.ts';
import { v3Maker } from '../../../support/rest-v3-rig.ts';
import { makeRecord } from '../../../support/make-record.ts';
import {
  BASE,
  clock,
  closeSites,
  never,
  records,
  type Answer,
} from '../../../support/scripted-site.ts';
import { empty, found, taken, v3Site, v3SinkOf } from '../../../support/scripted-v3-site.ts';

afterEach(closeSites);

type Row = Record<string, unknown>;

/** Answers questions as a site does that gives so many rows at most. */
const capped =
  (rows: readonly Row[], most: number): Answer =>
  (request, reply) => {
    const { method, url, rows: document } = request;
    if (method === 'PUT') {
      taken(reply, document, 201);
      return;
    }
    const [, field = '', from = ''] = /[?&](\w+)\$gte=([^&]+)/.exec(url) ?? [];
    // Only rows whose field is of the same kind are met; texts of one length compare as numbers do.
    const after = rows
      .filter((row) => typeof row[field] === (field === 'date' ? 'number' : 'string'))
      .filter((row) => String(row[field]) >= from)
      .sort((a, b) => (String(a[field]) < String(b[field]) ? -1 : 1));
    const skip = Number(/[?&]skip=(\d+)/.exec(url)?.[1] ?? 0);
    found(reply, url, after.slice(skip, skip + most));
  };

describe('what is asked for', () => {
  /** What a write asks for, as far as it tells apart. */
  const questionsFor = async (batch: readonly JournalRecord<Reading>[]): Promise<string[]> => {
    const { url, requests } = await v3Site(empty);
    await v3SinkOf(url).write(batch, never);
    const questions = requests.filter((request) => request.url.includes('type=sgv'));
    for (const { url: path } of questions) expect(path).not.toMatch(/limit|\$lte/);
    return questions.map(({ url: path }) => path.replace(/.*fields=[\w,]+&/, ''));
  };

  test('of old readings the window’s beginning by number, and its days by text', async () => {
    expect(await questionsFor(records(3))).toEqual([
      `date$gte=${BASE - 150_000}&sort=date`,
      'sysTime$re=^2023-11-14&sort=sysTime',
      'dateString$re=^2023-11-14&sort=dateString',
    ]);
    expect(await questionsFor(records(24))).toEqual([
      `date$gte=${BASE - 150_000}&sort=date`,
      'sysTime$re=^2023-11-14&sort=sysTime',
      'sysTime$re=^2023-11-15&sort=sysTime',
      'dateString$re=^2023-11-14&sort=dateString',
      'dateString$re=^2023-11-15&sort=dateString',
    ]);
  });

  test('of recent readings the window’s beginning by number and by both texts', async () => {
    const base = epochMs(clock.now() - 600_000);
    const beginning = toIsoUtc(epochMs(base - 150_000));
    expect(await questionsFor([makeRecord(base, 0), makeRecord(base, 1)])).toEqual([
      `date$gte=${base - 150_000}&sort=date`,
      `sysTime$gte=${beginning}&sort=sysTime`,
      `dateString$gte=${beginning}&sort=dateString`,
    ]);
  });

  test('the days of old rows are asked for page by page', async () => {
    const rig = await standInRig(v3Maker);
    const wanted = Array.from({ length: 30 }, (_, number) => makeRecord(rig.base, number));
    await rig.seed(
      wanted.map(({ record }) => ({ type: 'sgv', sysTime: toIsoUtc(record.systemTime) })),
    );
    expect((await rig.sink().write(wanted, never)).present).toHaveLength(30);
    await rig.stop();
  });

  test.each([11, 40, 1_000])('a site that gives %d rows at most is asked on', async (most) => {
    const foreign = records(140).map(({ record }) => ({
      type: 'sgv',
      sgv: 99,
      date: record.systemTime + 10_000,
    }));
    const { url, requests } = await v3Site(capped(foreign, most));
    const receipt = await v3SinkOf(url).write(records(140), never);
    expect(receipt.present).toHaveLength(140);
    expect(requests.filter(({ method }) => method !== 'GET')).toEqual([]);
  });

  test('what lies beyond the window is not asked for page by page', async () => {
    const years = Array.from({ length: 5_000 }, (_, index) => ({
      type: 'sgv',
      sgv: 99,
      date: BASE + 3_600_000 + index * 300_000,
    }));
    const { url, requests } = await v3Site(capped(years, 1_000));
    expect((await v3SinkOf(url).write(records(3), never)).settled).toHaveLength(3);
    expect(requests.filter((request) => request.url.includes('date$gte'))).toHaveLength(1);
  });

  test('a page that ends in the middle of rows of one instant loses none', async () => {
    const instants = [...Array<number>(9).fill(0), ...Array<number>(9).fill(1), 2, 3, 4];
    const foreign = instants.map((number) => ({
      type: 'sgv',
      date: BASE + number * 300_000,
    }));
    const { url } = await v3Site(capped(foreign, 12));
    expect((await v3SinkOf(url).write(records(6), never)).present).toHaveLength(5);
  });

  test('a page that is full of rows of one instant does not hide what lies behind it', async () => {
    const foreign = [...Array<number>(12).fill(0), 1, 2, 3].map((number) => ({
      type: 'sgv',
      date: BASE + number * 300_000,
    }));
    const { url } = await v3Site(capped(foreign, 12));
    expect((await v3SinkOf(url).write(records(6), never)).present).toHaveLength(4);
  });
});

describe('beside other programs', () => {
  test('rows of API v1, with a date that is text, or with a text alone, stand for the reading', async () => {
    const rig = await standInRig(v3Maker);
    const wanted = Array.from({ length: 5 }, (_, number) => makeRecord(rig.base, number));
    const at = (number: number) => wanted[number]!.record.systemTime;
    const row = (number: number, more: Row): Row => ({
      type: 'sgv',
      sgv: 222,
      device: 'xDrip',
      date: at(number),
      ...more,
    });
    const iso = (number: number) => toIsoUtc(at(number));
    await rig.seed([
      row(0, { dateString: iso(0), sysTime: iso(0) }),
      row(1, { date: String(at(1)), dateString: iso(1), sysTime: iso(1) }),
      row(2, { date: undefined, dateString: iso(2) }),
      row(3, { date: at(3) + 0.7 }),
    ]);
    const before = rig.site.rows();
    const receipt = await rig.sink().write(wanted, never);
    expect(receipt).toEqual({ present: [1, 2, 3, 4], settled: [5], refused: [] });
    expect(rig.site.rows().slice(0, 4)).toEqual(before);
    await rig.stop();
  });

  test('without a tolerance a row of the very instant still stands, as none can be taken over', async () => {
    const rig = await standInRig(v3Maker);
    const [held] = [makeRecord(rig.base, 0)];
    const iso = toIsoUtc(rig.base);
    await rig.seed([{ type: 'sgv', sgv: 222, date: rig.base, sysTime: iso, dateString: iso }]);
    const receipt = await rig.sink({ toleranceMs: 0 }).write([held], never);
    expect(receipt.present).toEqual([held.position]);
    expect(rig.site.rows()).toHaveLength(1);
    await rig.stop();
  });

  test('a correction changes our row beside another program’s of the same instant', async () => {
    const rig = await standInRig(v3Maker);
    await rig.sink().write([makeRecord(rig.base, 0)], never);
    const iso = toIsoUtc(rig.base);
    await rig.seed([{ type: 'sgv', sgv: 222, date: rig.base, sysTime: iso, dateString: iso }]);
    const corrected = makeRecord(rig.base, 0, { glucoseMgdl: 77 as never });
    await rig.sink().write([corrected], never);
    expect(rig.site.rows().map(({ sgv, app }) => [sgv, app])).toEqual([
      [77, APP],
      [222, undefined],
    ]);
    await rig.stop();
  });

  test('an instant before the year 2000 is set aside, as API v3 would make it another', async () => {
    const rig = await standInRig(v3Maker, epochMs(946_684_799_000));
    const batch = [makeRecord(rig.base, 0), makeRecord(rig.base, 1)];
    const receipt = await rig.sink().write(batch, never);
    expect(receipt.refused).toMatchObject([{ position: 1, code: 'nightscout.too_early' }]);
    expect(rig.site.rows().map((row) => row['date'])).toEqual([batch[1]!.record.systemTime]);
    await rig.stop();
  });
});
