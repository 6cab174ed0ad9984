import { readdir, readFile } from 'node:fs/promises';
import { describe, expect, test } from '@jest/globals';
import { BridgeFailure, type FailureKind } from '../../src/domain/failure.ts';
import { epochMs } from '../../src/domain/instant.ts';
import { asDexcomError } from '../../src/library/as-dexcom-error.ts';
import { DexcomError } from '../../src/library/dexcom-error.ts';
import { ERROR_WORDS } from '../../src/library/error-words.ts';

const root = new URL('../../', import.meta.url);

function worded(code: string, kind: FailureKind, message: string): DexcomError {
  const error = asDexcomError(new BridgeFailure(code, kind, message), 'share.example');
  expect(error).toBeInstanceOf(DexcomError);
  return error as DexcomError;
}

describe('a failure of a source', () => {
  test('keeps code and instant, gets a kind for callers, and names what was said', () => {
    const retryAt = epochMs(1_745_081_000_000);
    const failure = new BridgeFailure(
      'share.throttled',
      'throttled',
      'Dexcom asks the bridge to slow down (HTTP 429). It waits.',
      { retryAt, cause: new Error('with a secret in it') },
    );
    const error = asDexcomError(failure, 'share.example') as DexcomError;
    expect(error).toMatchObject({ name: 'DexcomError', code: 'share.throttled', retryAt });
    expect(error.message).toMatch(/slow down \(HTTP 429\)\./);
    expect(error.cause).toBeUndefined();
  });

  test.each([
    ['config', 'argument'],
    ['credentials', 'credentials'],
    ['transient', 'transient'],
    ['throttled', 'throttled'],
    ['refused', 'refused'],
  ] as const)('of kind %s is of kind %s to a caller', (kind, expected) => {
    expect(worded('share.not_found', kind, 'x').kind).toBe(expected);
  });

  test.each([
    [
      'share.login_refused',
      'refused the login (AccountPasswordInvalid). It',
      ' (AccountPasswordInvalid)',
    ],
    ['share.unknown_code', 'knows not (SSO_New). It', ' (SSO_New)'],
    ['http.unreachable', 'cannot be reached (ECONNREFUSED): check', ' (ECONNREFUSED)'],
    ['web-api.unavailable', 'failed (egvs, status 503); the', ' (egvs, status 503)'],
    [
      'web-api.token_failed',
      'renew (status 503, temporarily_unavailable);',
      ' (status 503, temporarily_unavailable)',
    ],
    ['web-api.client_refused', 'refused (invalid_client): check', ' (invalid_client)'],
  ])('%s names what was said', (code, message, said) => {
    expect(worded(code, 'transient', message).message).toContain(said);
  });

  test('does not pass on a remark of the bridge', () => {
    const { message } = worded('share.bad_url', 'config', 'The address (DEXCOM_SHARE_URL) is odd.');
    expect(message).not.toContain('DEXCOM');
  });
});

test('what is none of the house’s failures stays as it is', () => {
  const own = new Error('of a store');
  expect(asDexcomError(own, 'x')).toBe(own);
  const bug = new BridgeFailure('bridge.bug', 'bug', 'x');
  expect(asDexcomError(bug, 'x')).toBe(bug);
});

test('no word speaks of the bridge: a caller knows nothing of it', () => {
  for (const words of Object.values(ERROR_WORDS)) {
    expect(words).not.toMatch(/bridge|DEXCOM_|unlock|`nightscout/i);
    expect(words.replaceAll(/\{(said|host)\}/g, '')).not.toMatch(/[{}]/);
  }
});

test('every failure that a client can meet has its words', async () => {
  const files = await readdir(new URL('src/', root), { recursive: true });
  const codes = new Set<string>();
  for (const file of files) {
    if (!/^(sources|platform)[/\\].*\.ts$/.test(file)) continue;
    const text = await readFile(new URL(`src/${file.replaceAll('\\', '/')}`, root), 'utf8');
    for (const [, code = ''] of text.matchAll(/BridgeFailure\(\s*'([a-z-]+\.[a-z_]+)'/g)) {
      codes.add(code);
    }
  }
  expect(codes.size).toBeGreaterThan(4);
  for (const code of codes) expect(Object.keys(ERROR_WORDS)).toContain(code);
});

test('the page of the library lists every code', async () => {
  const page = await readFile(new URL('docs/LIBRARY.md', root), 'utf8');
  const listed = [...page.matchAll(/^\| `([a-z-]+\.[a-z_]+)`/gm)].map(([, code]) => code).sort();
  const codes = [...Object.keys(ERROR_WORDS), 'library.invalid_argument', 'library.closed'].sort();
  expect(listed).toEqual(codes);
});
