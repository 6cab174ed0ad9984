import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { readEnvelope } from '../../../../../src/sources/dexcom/web-api/wire/index.ts';

const fixture = (name: string) =>
  readFileSync(new URL(`../../../../fixtures/web-api/${name}.json`, import.meta.url), 'utf8');

describe('an answer with records', () => {
  test('is read whatever its record type: the published one says calibrations', () => {
    const { records, userId } = readEnvelope(fixture('calibrations-g7-15-day'));
    expect(records).toHaveLength(1);
    expect(userId).toBe('5b329ebcfbf2f0ba7e49d4c5eb57775468f5ee657ac16fcde07e1fd08197b4c7');
  });

  test('may name no account', () => {
    expect(readEnvelope(fixture('alerts-g7-15-day'))).not.toHaveProperty('userId');
    expect(readEnvelope('{"records":[],"userId":""}')).toStrictEqual({ records: [] });
    expect(readEnvelope('{"records":[null, 7],"userId":12}')).toStrictEqual({ records: [null, 7] });
  });
});

describe('what is no answer is named', () => {
  test.each([
    ['', /answer: expected JSON, got nothing/],
    ['NOT JSON', /answer: expected JSON, got a text/],
    ['<html><body>502</body></html>', /expected JSON/],
    ['{"records":[', /expected JSON/],
    ['null', /answer: expected an object, got null/],
    ['[]', /answer: expected an object, got a list/],
    ['7', /an object, got the number 7/],
    ['{}', /records: expected a list, got nothing/],
    ['{"records":null}', /records: expected a list, got null/],
    ['{"records":{}}', /records: expected a list, got an object/],
    ['{"egvs":[]}', /records: expected a list, got nothing/],
  ])('%s', (text, message) => {
    expect(() => readEnvelope(text)).toThrow(RangeError);
    expect(() => readEnvelope(text)).toThrow(message);
  });

  test('without a word of it', () => {
    expect(() => readEnvelope('secret-token')).not.toThrow(/secret/);
  });
});
