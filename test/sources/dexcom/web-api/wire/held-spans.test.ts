import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readHeldSpans } from '../../../../../src/sources/dexcom/web-api/wire/index.ts';

const moment = (systemTime: string) => ({ systemTime, displayTime: '2025-01-01T00:00:00' });
const range = (start: string, end: string) => ({ start: moment(start), end: moment(end) });
const read = (answer: object) => readHeldSpans(JSON.stringify(answer));
const ms = (text: string) => Date.parse(`${text}Z`);

const EGVS = range('2024-01-01T00:00:00', '2025-05-17T03:59:11');
const held = { start: ms('2024-01-01T00:00:00'), end: ms('2025-05-17T03:59:11') };

describe('a data range', () => {
  test('gives the span of each list', () => {
    const answer = {
      recordType: 'dataRange',
      recordVersion: '3.0',
      userId: 'somebody',
      calibrations: range('2024-03-01T10:00:00', '2024-03-02T10:00:00Z'),
      egvs: EGVS,
      events: range('2024-02-01T10:00:00+02:00', '2025-05-01T00:00:00.5'),
    };
    expect(read(answer)).toStrictEqual({
      spans: {
        calibrations: { start: ms('2024-03-01T10:00:00'), end: ms('2024-03-02T10:00:00') },
        egvs: held,
        events: { start: ms('2024-02-01T08:00:00'), end: ms('2025-05-01T00:00:00.500') },
      },
      userId: 'somebody',
    });
  });

  test('leaves out lists that are null or missing', () => {
    expect(read({ calibrations: null, egvs: EGVS }).spans).toStrictEqual({ egvs: held });
    const empty = { recordType: 'dataRange', calibrations: null, egvs: null, events: null };
    expect(read(empty)).toStrictEqual({ spans: {} });
    expect(read({ recordType: 'dataRange' })).toStrictEqual({ spans: {} });
  });

  test.each([
    { start: { systemTime: null }, end: {} },
    { start: null, end: null },
    {},
    { start: { systemTime: '0001-01-01T00:00:00', displayTime: '0001-01-01T00:00:00' }, end: 7 },
  ])('quirk “dataRange moment without systemTime”: a list of %j has no span', (events) => {
    expect(read({ egvs: EGVS, events }).spans).toStrictEqual({ egvs: held });
  });

  test('quirk “dataRange moment without systemTime”: the missing end reaches as far as other lists do', () => {
    const start = moment('2024-02-01T00:00:00');
    const end = moment('2024-02-02T00:00:00');
    const displayed = { displayTime: '' };
    expect(read({ egvs: EGVS, events: { start, end: displayed } }).spans.events).toStrictEqual({
      start: ms('2024-02-01T00:00:00'),
      end: held.end,
    });
    expect(read({ egvs: EGVS, events: { start: displayed, end } }).spans.events).toStrictEqual({
      start: held.start,
      end: ms('2024-02-02T00:00:00'),
    });
    const alone = ms('2024-02-02T00:00:00');
    expect(read({ egvs: { start: displayed, end } }).spans.egvs).toStrictEqual({
      start: alone,
      end: alone,
    });
  });

  test('quirk “dataRange moment without systemTime”: its display time tells it, an hour or a day wider', () => {
    const zoned = { displayTime: '2024-06-01T00:00:00-07:00' };
    const bare = { displayTime: '2024-06-01T00:00:00' };
    const told = { systemTime: '2024-01-01T08:00:00', displayTime: '2024-01-01T01:00:00' };
    const { spans } = read({
      egvs: { start: told, end: bare },
      events: { start: told, end: zoned },
      calibrations: { start: zoned, end: zoned },
    });
    const end = ms('2024-06-01T08:00:00');
    expect(spans).toStrictEqual({
      egvs: { start: ms('2024-01-01T08:00:00'), end },
      events: { start: ms('2024-01-01T08:00:00'), end },
      calibrations: { start: ms('2024-05-31T07:00:00'), end },
    });
  });

  test('without any end that can be told has no span', () => {
    const start = { systemTime: '2024-01-01T08:00:00' };
    expect(read({ egvs: { start, end: { displayTime: '2024-06-01T00:00:00' } } })).toStrictEqual({
      spans: {},
    });
  });

  test('puts its ends in order', () => {
    const turned = range('2025-05-17T03:59:11', '2024-01-01T00:00:00');
    expect(read({ egvs: turned }).spans).toStrictEqual({ egvs: held });
  });
});

describe('what is no data range is named', () => {
  test.each([
    ['', /expected JSON, got nothing/],
    ['Too Many Requests', /expected JSON, got a text/],
    ['[]', /an object, got a list/],
    ['{}', /without any of its lists/],
    ['{"records":[]}', /without any of its lists/],
    ['{"egvs":[]}', /egvs: expected start and end, or null, got a list/],
    ['{"egvs":null,"events":"none"}', /events: .* got a text/],
  ])('%s', (text, message) => {
    expect(() => readHeldSpans(text)).toThrow(RangeError);
    expect(() => readHeldSpans(text)).toThrow(message);
  });

  test('any JSON gives spans in order, or a RangeError', () => {
    const part = fc.oneof(
      fc.jsonValue(),
      fc.record(
        { systemTime: fc.date({ noInvalidDate: true }).map((date) => date.toISOString()) },
        { requiredKeys: [] },
      ),
    );
    const list = fc.oneof(fc.jsonValue(), fc.record({ start: part, end: part }));
    fc.assert(
      fc.property(fc.record({ calibrations: list, egvs: list, events: list }), (answer) => {
        try {
          for (const span of Object.values(read(answer).spans)) {
            expect(span.start).toBeLessThanOrEqual(span.end);
          }
        } catch (thrown) {
          expect(thrown).toBeInstanceOf(RangeError);
        }
      }),
    );
  });
});
