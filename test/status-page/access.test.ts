import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { createHttpServer, printAddress } from '../../src/http-server/server.ts';
import { createPageRoutes } from '../../src/status-page/index.ts';
import { FakeClock, settle } from '../support/fake-clock.ts';
import { aReading, createPageRig, type PageRigOptions } from './page-rig.ts';

const SECRET = 'correct horse battery';
const HOUR = 3_600_000;

async function open(options: Partial<PageRigOptions> = {}) {
  const clock = new FakeClock();
  const rig = await createPageRig({ clock, secret: SECRET, isRequired: true, ...options });
  await rig.fill([aReading({ systemTime: clock.now() - 60_000, glucoseMgdl: 187 })]);
  const routes = createPageRoutes(rig.facts);
  const ask = async (path: string, headers: Record<string, string> = {}, form?: string) =>
    routes.request(path, {
      method: form === undefined ? 'GET' : 'POST',
      headers: {
        host: 'bridge.example:8080',
        ...(form === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' }),
        ...headers,
      },
      ...(form === undefined ? {} : { body: form }),
    });
  /** Answers that are held up are let go. */
  const patiently = async <T>(answer: T | Promise<T>): Promise<T> => {
    const there = new AbortController();
    const arriving = Promise.resolve(answer).finally(() => there.abort());
    while (!there.signal.aborted) {
      await settle();
      await clock.advance(100);
    }
    return arriving;
  };
  return { clock, rig, ask, patiently };
}

function cookieOf(answer: Response): string {
  return (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
}

describe('who may see', () => {
  test('on loopback, without a secret: everybody, at once', async () => {
    const { ask } = await open({ isRequired: false });
    const answer = await ask('/', { host: 'localhost:8080' });
    expect(answer.status).toBe(200);
    expect(await answer.text()).toContain('187');
  });

  test('where a secret is needed: nobody before the form; no value, no name, no file of data', async () => {
    const { ask, rig } = await open({ accounts: ['anna', 'ben'] });
    const answer = await ask('/');
    expect(answer.status).toBe(401);
    const page = await answer.text();
    expect(page).toContain('<form class="sign-in" method="post" action="./">');
    expect(page).toContain('type="password"');
    expect(page).not.toMatch(/187|anna|ben\b/);
    expect(page).not.toContain('role="alert"');
    for (const path of [
      'state?account=anna',
      'readings?account=anna&hours=3',
      'events?account=anna',
    ]) {
      const data = await ask(`/page/${path}`);
      expect([path, data.status]).toEqual([path, 401]);
      expect(await data.json()).toMatchObject({ status: 401 });
    }
    // Not even whether an account is there.
    expect((await ask('/accounts/nobody/')).status).toBe(401);
    expect((await ask('/page/state?account=nobody')).status).toBe(401);
    expect(rig.described()).toBe(0);
  });

  test('the right secret gets a cookie that scripts cannot read, and the page', async () => {
    const { ask } = await open();
    const answer = await ask('/', {}, `do=sign-in&secret=${encodeURIComponent(SECRET)}`);
    expect([answer.status, answer.headers.get('location')]).toEqual([303, './']);
    const set = answer.headers.get('set-cookie') ?? '';
    expect(set).toMatch(
      /^bridge-pass-8080=[\w.-]+; Max-Age=28800; Path=\/; HttpOnly; SameSite=Strict$/,
    );
    expect(set).not.toContain('horse');
    const page = await ask('/', { cookie: cookieOf(answer) });
    expect(page.status).toBe(200);
    const text = await page.text();
    expect(text).toContain('187');
    expect(text).toContain('value="sign-out"');
    expect(text).not.toContain(cookieOf(answer).split('=')[1]);
    const data = await ask('/page/state?account=anna', { cookie: cookieOf(answer) });
    expect(data.status).toBe(200);
  });

  test('over https the cookie is for https alone', async () => {
    const { ask } = await open();
    const answer = await ask('/', { 'x-forwarded-proto': 'https' }, `secret=${SECRET}`);
    expect(answer.headers.get('set-cookie')).toContain('; Secure');
  });

  test('a wrong secret gets the form again, with a kind word and nothing of what was typed', async () => {
    const { ask, patiently } = await open();
    const answer = await patiently(ask('/', {}, 'secret=wrong-guess'));
    expect(answer.status).toBe(401);
    expect(answer.headers.get('set-cookie')).toBeNull();
    const page = await answer.text();
    expect(page).toContain('That is not the secret of this bridge.');
    expect(page).not.toContain('wrong-guess');
    const empty = await ask('/', {}, 'secret=');
    expect(empty.status).toBe(401);
  });

  test('too many wrong ones at once get 429, and how long to wait', async () => {
    const { ask, patiently } = await open();
    const tries = Array.from({ length: 8 }, (_none, index) => ask('/', {}, `secret=no${index}`));
    const answers = await patiently(Promise.all(tries));
    const crowded = answers.filter(({ status }) => status === 429);
    expect(crowded.length).toBeGreaterThan(0);
    expect(Number(crowded[0]!.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await crowded[0]!.text()).toContain('Too many wrong tries');
  });

  test('a form of another site is not taken', async () => {
    const { ask } = await open();
    const form = `secret=${SECRET}`;
    const refused = [
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      { origin: 'https://evil.example' },
      { origin: 'null' },
    ];
    for (const headers of refused) {
      const answer = await ask('/', headers, form);
      expect([headers, answer.status, answer.headers.get('set-cookie')]).toEqual([
        headers,
        403,
        null,
      ]);
    }
    const taken = [
      { 'sec-fetch-site': 'same-origin', origin: 'https://other-name.example' },
      { origin: 'http://bridge.example:8080' },
      { origin: 'https://outside.example', 'x-forwarded-host': 'outside.example' },
    ];
    for (const headers of taken) expect((await ask('/', headers, form)).status).toBe(303);
  });

  test('a form that is too large is not read', async () => {
    const { ask } = await open();
    const answer = await ask('/', { 'content-length': '9000' }, `secret=${'x'.repeat(9_000)}`);
    expect(answer.status).toBe(413);
  });

  test('nor one that is too large and does not say so; none at all is a wrong secret', async () => {
    const { rig } = await open();
    const routes = createPageRoutes(rig.facts);
    const server = createHttpServer({ host: '127.0.0.1', port: 0 }, [{ path: '/', routes }]);
    const url = `http://${printAddress(await server.open())}/`;
    const endless = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(new Uint8Array(4_000)),
    });
    const init = { method: 'POST', body: endless, duplex: 'half' } as RequestInit;
    expect((await fetch(url, init)).status).toBe(413);
    expect((await fetch(url, { method: 'POST' })).status).toBe(401);
    const other = await fetch(url, { method: 'DELETE' });
    expect([other.status, other.headers.get('allow')]).toEqual([405, 'GET, HEAD, POST']);
    await server.close();
  });

  test('signing out takes the cookie away', async () => {
    const { ask } = await open();
    const answer = await ask('/', {}, 'do=sign-out');
    expect([answer.status, answer.headers.get('location')]).toEqual([303, './']);
    expect(answer.headers.get('set-cookie')).toMatch(/^bridge-pass-8080=; Max-Age=0; Path=\//);
  });
});

describe('a secret in the address', () => {
  const sha1 = createHash('sha1').update(SECRET).digest('hex');

  test.each([
    `secret=${sha1}`,
    `token=${sha1.toUpperCase()}`,
    `token=${encodeURIComponent(SECRET)}`,
  ])('is turned into a cookie and taken out (%#)', async (query) => {
    const { ask } = await open();
    const answer = await ask(`/?${query}&x=1`);
    expect([answer.status, answer.headers.get('location')]).toEqual([303, './?x=1']);
    expect(await answer.text()).not.toContain('187');
    expect((await ask('/', { cookie: cookieOf(answer) })).status).toBe(200);
  });

  test('that came by a link of another site goes on by itself, so that the cookie comes along', async () => {
    const { ask } = await open();
    const answer = await ask(`/?token=${sha1}`, { 'sec-fetch-site': 'cross-site' });
    expect([answer.status, answer.headers.get('refresh')]).toEqual([200, '0; url=./']);
    expect(cookieOf(answer)).not.toBe('');
    const form = await (await ask('/', { 'sec-fetch-site': 'cross-site' })).text();
    expect(form).toContain('<meta http-equiv="refresh" content="0; url=./"/>');
    expect(await (await ask('/')).text()).not.toContain('http-equiv="refresh"');
  });

  test('that is wrong is refused, even on loopback', async () => {
    const { ask, patiently } = await open({ isRequired: false });
    const answer = await patiently(ask('/?token=wrong', { host: 'localhost' }));
    expect(answer.status).toBe(401);
    expect(await answer.text()).not.toMatch(/187|wrong"/);
    expect((await ask('/?token=null&secret=', { host: 'localhost' })).status).toBe(200);
  });

  test('in a header serves a program without a cookie', async () => {
    const { ask, patiently } = await open();
    const page = await ask('/', { 'api-secret': sha1 });
    expect([page.status, page.headers.get('set-cookie')]).toEqual([200, null]);
    const bearer = { authorization: `Bearer ${SECRET}` };
    expect((await ask('/page/state?account=anna', bearer)).status).toBe(200);
    expect((await patiently(ask('/', { 'api-secret': 'wrong' }))).status).toBe(401);
    // What a proxy asks for is not for us.
    expect((await ask('/', { authorization: 'Basic YTpi' })).status).toBe(401);
  });
});

describe('a pass', () => {
  async function signedIn(options: Partial<PageRigOptions> = {}) {
    const stage = await open(options);
    const cookie = cookieOf(await stage.ask('/', {}, `secret=${SECRET}`));
    return { ...stage, cookie };
  }

  test('is renewed by use once it is an hour old', async () => {
    const { ask, clock, cookie } = await signedIn();
    await clock.advance(HOUR / 2);
    expect((await ask('/', { cookie })).headers.get('set-cookie')).toBeNull();
    await clock.advance(HOUR);
    const answer = await ask('/page/state?account=anna', { cookie });
    const renewed = cookieOf(answer);
    expect(renewed).not.toBe(cookie);
    await clock.advance(7 * HOUR);
    expect((await ask('/', { cookie: renewed })).status).toBe(200);
    expect((await ask('/', { cookie })).status).toBe(401);
  });

  test('that has run out is taken away, and the page says so without being slow', async () => {
    const { ask, clock, cookie } = await signedIn();
    await clock.advance(9 * HOUR);
    const answer = await ask('/', { cookie });
    expect(answer.status).toBe(401);
    expect(await answer.text()).toContain('You were signed out. Please sign in again.');
    expect(answer.headers.get('set-cookie')).toContain('Max-Age=0');
  });

  test('of another secret is taken away; where nothing is needed, the page is shown all the same', async () => {
    const { cookie } = await signedIn();
    const required = await open({ secret: 'a new one' });
    const refused = await required.patiently(required.ask('/', { cookie }));
    expect(refused.status).toBe(401);
    expect(refused.headers.get('set-cookie')).toContain('Max-Age=0');
    const loopback = await open({ secret: 'a new one', isRequired: false });
    const shown = await loopback.patiently(
      loopback.ask('/', { cookie: cookie.replace('-8080', ''), host: 'localhost' }),
    );
    expect(shown.status).toBe(200);
    expect(shown.headers.get('set-cookie')).toContain('Max-Age=0');
  });

  test('that is no token at all does no harm', async () => {
    const { ask, patiently } = await open();
    for (const cookie of [
      'bridge-pass-8080=a.b.c',
      'bridge-pass-8080=%00',
      'bridge-pass-8080=a.bnVsbA.c',
    ]) {
      expect((await patiently(ask('/', { cookie }))).status).toBe(401);
    }
  });
});
