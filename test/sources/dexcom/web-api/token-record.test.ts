import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { epochMs, HOUR_MS } from '../../../../src/domain/instant.ts';
import { Secret } from '../../../../src/platform/secret.ts';
import {
  countRefusal,
  isWaiting,
  refusalFailure,
} from '../../../../src/sources/dexcom/web-api/spaced-refusals.ts';
import {
  decodeTokens,
  encodeTokens,
  type Refusals,
} from '../../../../src/sources/dexcom/web-api/token-record.ts';

const text = fc.string({ minLength: 1 });
const instant = fc.integer({ min: 0, max: 4_000_000_000_000 }).map((ms) => epochMs(ms));
const refusals = fc.record<Refusals>({
  count: fc.integer({ min: 1, max: 100 }),
  what: fc.constantFrom('grant', 'data'),
  notBefore: instant,
  isLost: fc.boolean(),
});
const tokens = fc
  .record({
    baseUrl: text,
    clientId: text,
    access: text,
    refresh: text,
    obtainedAt: instant,
    expiresAt: instant,
    authorisedAt: instant,
    refusals: fc.option(refusals, { nil: undefined }),
  })
  .map(({ access, refresh, refusals: some, ...rest }) => ({
    ...rest,
    accessToken: new Secret(access),
    refreshToken: new Secret(refresh),
    ...(some === undefined ? {} : { refusals: some }),
  }));

describe('kept tokens', () => {
  test('are read as they were written', () => {
    fc.assert(
      fc.property(tokens, (some) => {
        const read = decodeTokens(encodeTokens(some));
        expect(read && encodeTokens(read)).toBe(encodeTokens(some));
        expect(read?.accessToken.reveal()).toBe(some.accessToken.reveal());
        expect(read?.refusals).toEqual(some.refusals);
      }),
    );
  });

  test('print as no tokens', () => {
    const record = decodeTokens(
      encodeTokens({
        baseUrl: 'https://api.dexcom.com',
        clientId: 'id',
        accessToken: new Secret('the-access-token'),
        refreshToken: new Secret('the-refresh-token'),
        obtainedAt: epochMs(1),
        expiresAt: epochMs(2),
        authorisedAt: epochMs(1),
      }),
    );
    expect(JSON.stringify(record)).not.toMatch(/the-/);
  });

  test('of any other text are none, and nothing throws', () => {
    const other = fc.oneof(fc.string(), fc.json());
    fc.assert(fc.property(other, (some) => decodeTokens(some) === undefined));
  });

  test('with one field spoilt are none', () => {
    const spoilt = fc.constantFrom<unknown>(null, '', 0.5, true, [], {}, 1e300);
    const name = fc.constantFrom(
      'version',
      'baseUrl',
      'clientId',
      'accessToken',
      'refreshToken',
      'obtainedAt',
      'expiresAt',
      'authorisedAt',
    );
    fc.assert(
      fc.property(tokens, name, spoilt, (some, key, value) => {
        const object = JSON.parse(encodeTokens(some)) as Record<string, unknown>;
        expect(decodeTokens(JSON.stringify({ ...object, [key]: value }))).toBeUndefined();
      }),
    );
  });

  test.each([
    [null],
    [7],
    [{ count: 0, notBefore: 1 }],
    [{ count: 1 }],
    [{ count: 'x', notBefore: 1 }],
  ])('with refusals %j have none', (some) => {
    const object = {
      version: 1,
      baseUrl: 'b',
      clientId: 'c',
      accessToken: 'a',
      refreshToken: 'r',
      obtainedAt: 1,
      expiresAt: 2,
      authorisedAt: 1,
      refusals: some,
    };
    expect(decodeTokens(JSON.stringify(object))?.refusals).toBeUndefined();
  });
});

describe('refusals in a row', () => {
  const now = epochMs(1_745_081_000_000);

  test('are spaced over 30 hours, then final, whatever was refused', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('grant', 'data'), { minLength: 5 }), (row) => {
        let counted: Refusals | undefined;
        let at = now;
        for (const [index, what] of row.entries()) {
          counted = countRefusal(counted, what, false, at);
          const waitMs = ([2, 4, 8, 16][index] ?? 0) * HOUR_MS;
          expect(counted.notBefore - at).toBe(waitMs);
          expect(isWaiting(counted, at)).toBe(waitMs > 0);
          expect(refusalFailure(counted).kind).toBe(index < 4 ? 'transient' : 'credentials');
          at = counted.notBefore;
          expect(isWaiting(counted, at)).toBe(false);
        }
      }),
    );
  });

  test('after an interruption are final at once, until another pair comes', () => {
    const lost = countRefusal(undefined, 'grant', true, now);
    expect(refusalFailure(lost).code).toBe('web-api.grant_lost');
    expect(refusalFailure(countRefusal(lost, 'grant', false, now)).code).toBe('web-api.grant_lost');
  });

  test('noted by a clock that ran ahead hold nobody off for longer than the longest wait', () => {
    const far = {
      ...countRefusal(undefined, 'grant', false, now),
      notBefore: epochMs(now + 17 * HOUR_MS),
    };
    expect(isWaiting(far, now)).toBe(false);
  });
});
