import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { etagOf, namesEtag } from '../../../src/feed/answer/etag.ts';
import { negotiate } from '../../../src/feed/answer/negotiate.ts';
import { readPath } from '../../../src/feed/answer/path-and-format.ts';

const OFFERED = ['text/plain', 'text/tab-separated-values', 'text/csv', 'application/json'];

describe('the format a reader likes best', () => {
  test.each([
    [undefined, 'text/plain'],
    ['', 'text/plain'],
    ['*/*', 'text/plain'],
    ['application/json', 'application/json'],
    ['APPLICATION/JSON', 'application/json'],
    ['application/json, text/plain, */*', 'application/json'],
    ['text/html,application/xhtml+xml,*/*;q=0.8', 'text/plain'],
    ['application/json;q=0.5,text/csv', 'text/csv'],
    ['text/*', 'text/plain'],
    ['application/*', 'application/json'],
    ['text/csv;q=0, */*', 'text/plain'],
    ['text/plain;q=0, text/*', 'text/tab-separated-values'],
    ['image/png', undefined],
    ['application/json; charset=utf-8', undefined],
    ['garbage', undefined],
    [', ,', undefined],
    ['text/csv;q=abc', undefined],
  ])('%s is %s', (accept, type) => {
    expect(negotiate(accept, OFFERED)).toBe(type);
  });

  test('is one of those offered, whatever is asked', () => {
    fc.assert(
      fc.property(fc.string(), (accept) => {
        expect([...OFFERED, undefined]).toContain(negotiate(accept, OFFERED));
      }),
    );
  });
});

test.each([
  ['entries', ['entries'], undefined],
  ['entries.json', ['entries'], 'application/json'],
  ['entries/sgv/.csv', ['entries', 'sgv'], 'text/csv'],
  ['entries/.json', ['entries'], 'application/json'],
  ['entries/sgv.json/', ['entries', 'sgv.json'], undefined],
  ['entries//', ['entries', '', ''], undefined],
  ['entries.xyz', ['entries.xyz'], undefined],
  ['times/2025%2D04/T%7B1..2%7D.json', ['times', '2025-04', 'T{1..2}'], 'application/json'],
  ['entries/%zz', ['entries', '%zz'], undefined],
  ['entries/a%2Fb', ['entries', 'a/b'], undefined],
])('the path %s is %j as %s', (path, parts, type) => {
  expect(readPath(path)).toEqual({ parts, type });
});

test('equal bodies have equal tags, others others', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (a, b) => {
      expect(etagOf(a) === etagOf(b)).toBe(a === b);
    }),
  );
  const tag = etagOf('[]');
  expect(tag).toMatch(/^W\/"2-/);
  expect(namesEtag(tag, tag)).toBe(true);
  expect(namesEtag(`"x", ${tag.slice(2)}`, tag)).toBe(true);
  expect(namesEtag('*', tag)).toBe(true);
  expect(namesEtag('"x"', tag)).toBe(false);
});
