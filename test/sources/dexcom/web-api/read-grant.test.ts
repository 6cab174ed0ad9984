import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readErrorWord, readGrant } from '../../../../src/sources/dexcom/web-api/read-grant.ts';

const pair = { access_token: 'a.b-c', refresh_token: 'r', token_type: 'Bearer' };
const lifetimeOf = (expires_in: unknown) =>
  readGrant(JSON.stringify({ ...pair, expires_in }))?.lifetimeMs;

describe('a token answer', () => {
  test.each(['token-long', 'token-short'])('of Dexcom’s own pages: %s', (name) => {
    const file = new URL(`../../../fixtures/web-api/${name}.json`, import.meta.url);
    const grant = readGrant(readFileSync(file, 'utf8'));
    expect(grant?.lifetimeMs).toBe(7_200_000);
    expect(grant?.accessToken.reveal()).toMatch(/./);
    expect(grant?.refreshToken?.reveal()).toMatch(/./);
  });

  test.each([
    [7200, 7_200_000],
    ['7200', 7_200_000],
    [86_400, 86_400_000],
    [600_000, 600_000],
    [7_200_000, 7_200_000],
    [1e12, 86_400_000],
    [0.5, 500],
    [0, 600_000],
    [-1, 600_000],
    [undefined, 600_000],
    [null, 600_000],
    ['soon', 600_000],
  ])('that lives %p lives %d ms', (said, ms) => {
    expect(lifetimeOf(said)).toBe(ms);
  });

  test('never lives longer than a day, nor less than nothing', () => {
    fc.assert(
      fc.property(fc.oneof(fc.double(), fc.string(), fc.integer()), (said) => {
        const ms = lifetimeOf(said) ?? -1;
        expect(ms).toBeGreaterThanOrEqual(0);
        expect(ms).toBeLessThanOrEqual(86_400_000);
        expect(Number.isInteger(ms)).toBe(true);
      }),
    );
  });

  test.each([
    '',
    'null',
    '[]',
    '"text"',
    '{}',
    '{"access_token":1}',
    '{"access_token":"a\\r\\nX: 1"}',
    '{"access_token":"ä"}',
    '{"access_token":"a","token_type":"mac"}',
  ])('%s is none', (text) => {
    expect(readGrant(text)).toBeUndefined();
  });

  test('of a type in other letters counts, and one without a refresh token is told so', () => {
    const grant = readGrant('{"access_token":"a","token_type":"bearer","refresh_token":""}');
    expect(grant?.refreshToken).toBeUndefined();
  });

  test('is read without ever throwing, whatever comes', () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (text) => void readGrant(text)));
    fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (text) => void readErrorWord(text)));
  });
});

test.each([
  ['{"error":"invalid_grant"}', 'invalid_grant'],
  ['{"error":"Invalid_Grant","error_description":"x"}', 'invalid_grant'],
  ['{"error":{"code":1}}', undefined],
  ['{"error":"a sentence with a token in it"}', undefined],
  ['NOT JSON', undefined],
])('the word of %s is %s', (text, word) => {
  expect(readErrorWord(text)).toBe(word);
});
