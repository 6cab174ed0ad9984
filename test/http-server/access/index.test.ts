import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createReaderAccess } from '../../../src/http-server/access/index.ts';
import type { Pass, Refusal } from '../../../src/platform/reader-access.ts';
import { Secret } from '../../../src/platform/secret.ts';
import { FakeClock } from '../../support/fake-clock.ts';

const PLAIN = "a reader's long secret";
const SHA1 = hex('sha1', PLAIN);
const SHA512 = hex('sha512', PLAIN);
const HOUR_MS = 3_600_000;

interface Rig {
  /** null: none is configured. */
  readonly plain?: string | null;
  readonly isRequired?: boolean;
}

function hex(algorithm: string, text: string): string {
  return createHash(algorithm).update(text).digest('hex');
}

function rig({ plain = PLAIN, isRequired = true }: Rig = {}) {
  const clock = new FakeClock();
  const secret = plain === null ? undefined : new Secret(plain);
  return { clock, access: createReaderAccess({ secret, isRequired, clock }) };
}

function ask(headers: Record<string, string> = {}, query = ''): Request {
  return new Request(`http://127.0.0.1:17580/api/v1/entries.json${query}`, { headers });
}

/** Lets the hold-up pass, and gives the answer. */
async function after<T>(clock: FakeClock, answer: Promise<T>): Promise<T> {
  let isOver = false as boolean;
  const over = () => void (isOver = true);
  answer.then(over, over);
  // Signatures are checked on a thread of their own, in their own time.
  while (!isOver && clock.sleeping === 0) await new Promise((resolve) => setImmediate(resolve));
  await clock.advance(5_000);
  return answer;
}

const token = (text: string) => `?token=${encodeURIComponent(text)}`;
const secret = (text: string) => `?secret=${encodeURIComponent(text)}`;

describe('what is right', () => {
  const right: readonly [string, Request][] = [
    ['api-secret SHA-1', ask({ 'api-secret': SHA1 })],
    ['api-secret SHA-1 in capitals', ask({ 'API-SECRET': SHA1.toUpperCase() })],
    ['api-secret SHA-512', ask({ 'api-secret': SHA512 })],
    ['secret= SHA-1', ask({}, secret(SHA1))],
    ['secret= SHA-512 in capitals', ask({}, secret(SHA512.toUpperCase()))],
    ['token= plain', ask({}, token(PLAIN))],
    ['token= SHA-1', ask({}, token(SHA1.toUpperCase()))],
    ['Bearer plain', ask({ authorization: `Bearer ${PLAIN}` })],
    ['Bearer SHA-1', ask({ authorization: `Bearer ${SHA1}` })],
    ['bearer in small letters', ask({ authorization: `bearer  ${SHA1}` })],
    ['several at once', ask({ 'api-secret': SHA1, authorization: `Bearer ${SHA1}` }, token(PLAIN))],
    ['a right one beside nothing', ask({ 'api-secret': 'null' }, `?token=&token=${SHA1}`)],
    [
      'a right one beside a proxy’s own login',
      ask({ 'api-secret': SHA1, authorization: 'Basic eDp5' }),
    ],
    ['a right one through a proxy', ask({ 'api-secret': SHA1, 'x-forwarded-for': '203.0.113.9' })],
    ['a right one under another name', ask({ 'api-secret': SHA1, host: 'glucose.example' })],
  ];
  test.each(right)('%s', async (_name, request) => {
    for (const isRequired of [true, false]) {
      expect(await rig({ isRequired }).access.admit(request, '192.0.2.1')).toEqual({
        kind: 'known',
      });
    }
  });
});

describe('what is wrong', () => {
  const wrong: readonly [string, Request][] = [
    ['the plain secret as api-secret', ask({ 'api-secret': PLAIN })],
    ['the plain secret as secret=', ask({}, secret(PLAIN))],
    ['a SHA-512 as token', ask({}, token(SHA512))],
    ['the plain secret in another case', ask({}, token(PLAIN.toUpperCase()))],
    ['half a hash', ask({ 'api-secret': SHA1.slice(0, 39) })],
    ['a hash and more', ask({ 'api-secret': `${SHA1}0` })],
    ['the hash of the hash', ask({ 'api-secret': hex('sha1', SHA1) })],
    ['one wrong beside a right header', ask({ 'api-secret': SHA1 }, secret(hex('sha1', 'x')))],
    ['one wrong beside a right token', ask({ authorization: 'Bearer x' }, token(PLAIN))],
    ['the second of two tokens', ask({}, `?token=${SHA1}&token=x`)],
    ['more right ones than anybody sends', ask({}, `?${`token=${SHA1}&`.repeat(9)}`)],
  ];
  test.each(wrong)('%s', async (_name, request) => {
    for (const isRequired of [true, false]) {
      const { clock, access } = rig({ isRequired });
      const answer = await after(clock, access.admit(request, '192.0.2.1'));
      expect(answer).toMatchObject({ kind: 'refused', status: 401 });
      expect((answer as Refusal).message).toMatch(/not the right one: send/);
    }
  });

  test('with no secret configured everything that is shown is wrong, on loopback too', async () => {
    const { clock, access } = rig({ plain: null, isRequired: false });
    const empty = hex('sha1', '');
    for (const request of [
      ask({ 'api-secret': empty }),
      ask({}, token('x')),
      ask({}, token(empty)),
    ]) {
      const answer = await after(clock, access.admit(request, undefined));
      expect(answer).toMatchObject({ status: 401, message: expect.stringContaining('has none') });
    }
    expect(await after(clock, access.exchange('x', undefined))).toMatchObject({ status: 401 });
  });

  test('no answer repeats what was sent or what is right', async () => {
    const { clock, access } = rig();
    const sent = 'sent-by-somebody';
    const answers = [
      await after(clock, access.admit(ask({}, token(sent)), '192.0.2.1')),
      await after(clock, access.exchange(sent, '192.0.2.1')),
      await access.admit(ask(), '192.0.2.1'),
    ];
    for (const text of answers.map((answer) => JSON.stringify(answer))) {
      for (const hidden of [sent, PLAIN, SHA1, SHA512]) expect(text).not.toContain(hidden);
    }
  });
});

test('exactly the secret is accepted, whatever else is shown', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.string({ minLength: 1 }).filter((text) => text.trim() !== '' && text.trim() !== 'null'),
      fc.string({ minLength: 1 }).filter((text) => text.trim() !== '' && text.trim() !== 'null'),
      fc.boolean(),
      async (configured, shown, isRequired) => {
        const { clock, access } = rig({ plain: configured, isRequired });
        const isRight = shown === configured || shown.toLowerCase() === hex('sha1', configured);
        const byToken = await after(clock, access.admit(ask({}, token(shown)), undefined));
        expect(byToken.kind).toBe(isRight ? 'known' : 'refused');
        const byHash = ask({ 'api-secret': hex('sha1', shown) });
        expect((await after(clock, access.admit(byHash, undefined))).kind).toBe(
          shown === configured ? 'known' : 'refused',
        );
        const pass = await access.exchange(configured, undefined);
        expect(pass).toHaveProperty('token');
        expect((await access.admit(ask({}, token((pass as Pass).token)), undefined)).kind).toBe(
          'known',
        );
      },
    ),
    { numRuns: 40 },
  );
});

describe('nothing shown', () => {
  const nothing = [
    ask(),
    ask({ 'api-secret': 'null' }),
    ask({ 'api-secret': '' }),
    ask({}, '?token=&secret=null'),
    ask({ authorization: 'Bearer null' }),
    ask({ authorization: 'Bearer ' }),
    ask({ authorization: 'Basic eDp5' }),
  ];

  test('is open on loopback', async () => {
    for (const plain of [PLAIN, null]) {
      const { access } = rig({ plain, isRequired: false });
      for (const request of nothing) {
        expect(await access.admit(request, '127.0.0.1')).toEqual({ kind: 'open' });
      }
    }
  });

  test('is refused at once elsewhere, and counts as no try', async () => {
    const { access } = rig();
    for (let round = 0; round < 20; round += 1) {
      for (const request of nothing) {
        expect(await access.admit(request, '192.0.2.1')).toMatchObject({
          status: 401,
          message: expect.stringContaining('only with the secret: send'),
        });
      }
    }
  });

  test('even where the address needs a secret and none is there', async () => {
    const { access } = rig({ plain: null });
    expect(await access.admit(ask(), '192.0.2.1')).toMatchObject({
      status: 401,
      message: expect.stringContaining('set FEED_API_SECRET'),
    });
  });
});

describe('passes', () => {
  test('is exchanged for the secret, its SHA-1 or a pass, and serves 8 h', async () => {
    const { clock, access } = rig();
    const pass = (await access.exchange(PLAIN, '192.0.2.1')) as Pass;
    expect(pass.iat).toBe(Math.floor(clock.now() / 1_000));
    expect(pass.exp - pass.iat).toBe(8 * 3_600);
    const [header, payload] = pass.token.split('.').slice(0, 2).map(decode);
    expect(header).toEqual({ alg: 'HS256', typ: 'JWT' });
    expect(payload).toMatchObject({ iat: pass.iat, exp: pass.exp });
    const bearer = ask({ authorization: `Bearer ${pass.token}` });
    expect(await access.admit(bearer, undefined)).toEqual({ kind: 'known' });
    expect(await access.admit(ask({}, token(pass.token)), undefined)).toEqual({ kind: 'known' });
    expect(await access.exchange(SHA1.toUpperCase(), undefined)).toMatchObject({ iat: pass.iat });
    expect(await access.exchange(pass.token, undefined)).toMatchObject({ iat: pass.iat });

    await clock.advance(8 * HOUR_MS - 1_000);
    expect(await access.admit(bearer, undefined)).toEqual({ kind: 'known' });
    await clock.advance(1_000);
    // At once: nobody guessed.
    for (let round = 0; round < 20; round += 1) {
      expect(await access.admit(bearer, undefined)).toMatchObject({
        status: 401,
        message: expect.stringContaining('run out'),
      });
    }
    expect(await access.exchange(pass.token, undefined)).toMatchObject({ status: 401 });
  });

  test('outlives a restart, and ends with the secret', async () => {
    const [first, second, other] = [rig(), rig(), rig({ plain: `${PLAIN}!` })];
    const pass = (await first.access.exchange(PLAIN, undefined)) as Pass;
    const bearer = ask({ authorization: `Bearer ${pass.token}` });
    expect(await second.access.admit(bearer, undefined)).toEqual({ kind: 'known' });
    expect(await after(other.clock, other.access.admit(bearer, undefined))).toMatchObject({
      status: 401,
    });
  });

  test('a changed or unsigned one is wrong', async () => {
    const { clock, access } = rig();
    const pass = (await access.exchange(PLAIN, undefined)) as Pass;
    const [header = '', payload = '', signature = ''] = pass.token.split('.');
    const longer = encode({ ...(decode(payload) as object), exp: pass.exp + 1 });
    const none = encode({ alg: 'none', typ: 'JWT' });
    const bad = [
      `${header}.${longer}.${signature}`,
      `${none}.${payload}.${signature}`,
      `${none}.${payload}.`,
      `${header}.${payload}`,
      `${header}.${payload}.${signature.slice(1)}`,
      'a.b.c',
    ];
    for (const text of bad) {
      expect(await after(clock, access.admit(ask({}, token(text)), undefined))).toMatchObject({
        kind: 'refused',
      });
    }
    // As a hash of the secret it never serves.
    const asSecret = ask({ 'api-secret': pass.token });
    expect(await after(clock, access.admit(asSecret, undefined))).toMatchObject({
      kind: 'refused',
    });
  });

  test('nothing is exchanged for nothing', async () => {
    const { access } = rig();
    for (const text of ['', ' ', 'null']) {
      expect(await access.exchange(text, undefined)).toMatchObject({ status: 401 });
    }
  });
});

function decode(part: string): unknown {
  return JSON.parse(Buffer.from(part, 'base64url').toString());
}

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
