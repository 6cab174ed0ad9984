import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createRedactor } from '../../src/telemetry/redaction.ts';

const SECRET = 'pä ss/w"ö+rd&1';
const bytes = Buffer.from(SECRET, 'utf8');

describe('createRedactor', () => {
  const redact = createRedactor([SECRET]);

  test.each([
    ['as typed', SECRET],
    ['JSON-escaped', JSON.stringify(SECRET).slice(1, -1)],
    ['URL-encoded', encodeURIComponent(SECRET)],
    ['URL-encoded in lower case', encodeURIComponent(SECRET).toLowerCase()],
    ['as a form field', new URLSearchParams({ s: SECRET }).toString().slice(2)],
    ['base64', bytes.toString('base64')],
    ['base64url', bytes.toString('base64url')],
    ['hex', bytes.toString('hex')],
    ['SHA-1', createHash('sha1').update(bytes).digest('hex')],
    ['SHA-1 in upper case', createHash('sha1').update(bytes).digest('hex').toUpperCase()],
    ['SHA-256', createHash('sha256').update(bytes).digest('hex')],
  ])('masks a secret %s', (_form, shown) => {
    expect(redact(`before ${shown} after`)).toBe('before *** after');
  });

  test('masks whatever looks like a session or a token, known or not', () => {
    const none = createRedactor([]);
    expect(none('session d89443d2-327c-4a6f-89e5-496bbb0317db ended')).toBe('session *** ended');
    expect(none('GET /x?sessionId=abcdef&minutes=5')).toBe('GET /x?sessionId=***&minutes=5');
    expect(none('{"token":"mysite-0123456789abcdef"}')).toBe('{"token":"***"}');
    expect(none('Authorization: Bearer abcdefgh12345')).toBe('Authorization: Bearer ***');
    expect(none('mongodb://ann:s3cr3t@db.example.org/ns')).toBe('mongodb://***@db.example.org/ns');
    expect(none('eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.abc-_def')).toBe('***');
  });

  test('leaves remedies readable', () => {
    const text =
      'Check the password: the Dexcom app must accept it. Secret or token? See docs/ERRORS.md';
    expect(createRedactor([])(text)).toBe(text);
  });

  test('a secret inside another leaves nothing of the longer one', () => {
    expect(createRedactor(['abcd', 'abcd-efgh'])('x abcd-efgh y')).toBe('x *** y');
  });

  test('no secret of any letters survives in any form', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 4, maxLength: 24, unit: 'grapheme' }), (secret) => {
        fc.pre(secret.trim().length >= 4 && !'*** '.includes(secret.trim()));
        const shown = createRedactor([secret])(
          `a ${secret} b ${JSON.stringify(secret)} c ${encodeURIComponent(secret)}`,
        );
        return !shown.includes(secret) && !shown.includes(encodeURIComponent(secret));
      }),
    );
  });
});
