import { createServer } from 'node:http';
import { once } from 'node:events';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { endAllBridges } from '../support/bridge-process.ts';
import { startWebApiWorld, type WebApiWorld } from '../support/web-api-world.ts';
import { PASSWORD } from '../support/simulated-world.ts';

let world: WebApiWorld;
let dataDir: Readonly<Record<string, string>>;
let made = 0;
beforeAll(async () => {
  world = await startWebApiWorld();
});
beforeEach(() => {
  made += 1;
  dataDir = { DATA_DIR: `data-${made}` };
  world.dexcom.webApi.clearRequests();
});
afterEach(endAllBridges);
afterAll(() => world.dispose());

/** Dexcom’s two pages as a person goes through them; where the browser is sent at the end. */
async function walkPages(login: URL, decision: 'allow' | 'decline'): Promise<string> {
  const send = async (action: string, form: Readonly<Record<string, string>>) => {
    const body = new URLSearchParams(form);
    return fetch(new URL(action, login), { method: 'POST', body, redirect: 'manual' });
  };
  const signIn = await (await fetch(login)).text();
  const action = /<form method="post" action="([^"]+)"/.exec(signIn)?.[1] ?? '';
  const who = { username: 'sharer', password: PASSWORD };
  const consent = await (await send(action.replaceAll('&amp;', '&'), who)).text();
  const ticket = /name="ticket" value="([^"]+)"/.exec(consent)?.[1] ?? '';
  const end = await send('/v3/oauth2/consent', { ticket, decision });
  return end.headers.get('location') ?? '';
}

async function permitted(): Promise<boolean> {
  const end = await world.run(['check', '--json'], dataDir);
  return end.stdout.includes('permission accepted');
}

test('a browser comes back: what does not fit is 400 and waited on, a code is stored', async () => {
  const process = world.start(['authorize'], dataDir);
  const login = await world.loginUrl(process);
  const state = login.searchParams.get('state') ?? '';
  const come = async (query: string) => {
    const answer = await fetch(`${world.redirectUri}${query}`);
    return { status: answer.status, text: await answer.text(), headers: answer.headers };
  };
  const wrong = await come('?code=some-code&state=another');
  expect(wrong).toMatchObject({ status: 400 });
  expect(wrong.text).not.toContain('some-code');
  const denied = new URL(await walkPages(login, 'decline'));
  expect(denied.searchParams.get('error')).toBe('access_denied');
  expect(await come(denied.search)).toMatchObject({ status: 400 });
  expect(await come('')).toMatchObject({ status: 400 });
  expect(await come(`?state=${state}`)).toMatchObject({ status: 400 });
  expect(process.child.exitCode).toBeNull();

  const back = new URL(await walkPages(login, 'allow'));
  const done = await come(back.search);
  expect(done.status).toBe(200);
  expect(done.text).toContain('permission is stored');
  expect(done.headers.get('content-security-policy')).toContain("default-src 'none'");
  expect(done.headers.get('cache-control')).toBe('no-store');
  expect(await process.ended).toMatchObject({ code: 0, stderr: '' });
  expect(await permitted()).toBe(true);
});

describe('--paste', () => {
  const answers: Readonly<Record<string, (state: string) => string>> = {
    'of another login': () => `${world.redirectUri}?code=abc&state=another\n`,
    'of a refusal': (state) => `${world.redirectUri}?error=access_denied&state=${state}\n`,
    'that is no address': () => 'no address at all\n',
    'that never comes': () => '',
  };
  test.each(Object.keys(answers))('a line %s is 77', async (name) => {
    const process = world.start(['authorize', '--paste'], dataDir, 'pipe');
    const login = await world.loginUrl(process);
    process.child.stdin?.end(answers[name]?.(login.searchParams.get('state') ?? ''));
    const end = await process.ended;
    expect(end.code).toBe(77);
    expect(end.stderr).toMatch(/\S/);
    expect(world.asked()).not.toContain('token');
  });

  test('the address of this login is 0, with or without a line feed; --json tells it to a program', async () => {
    await world.authorize(dataDir);
    expect(await permitted()).toBe(true);
    const process = world.start(['authorize', '--paste', '--json'], dataDir, 'pipe');
    const state = (await world.loginUrl(process)).searchParams.get('state') ?? '';
    process.child.stdin?.end(world.dexcom.webApi.authorize(world.redirectUri, state));
    const end = await process.ended;
    expect(JSON.parse(end.stdout)).toEqual({
      authorized: true,
      account: 'default',
      baseUrl: world.dexcom.url,
    });
  });

  test('a code that Dexcom does not take is 77', async () => {
    const process = world.start(['authorize', '--paste'], dataDir, 'pipe');
    const state = (await world.loginUrl(process)).searchParams.get('state') ?? '';
    process.child.stdin?.end(`?code=made-up&state=${state}\n`);
    expect(await process.ended).toMatchObject({ code: 77 });
    expect(await permitted()).toBe(false);
  });
});

test('--sandbox is the sandbox for every account, and no other server is asked', async () => {
  const env = { ...dataDir, DEXCOM_API_URL: '', DEXCOM_API: 'ous' };
  const process = world.start(['authorize', '--paste', '--sandbox'], env, 'pipe');
  const login = await world.loginUrl(process);
  expect(login.origin).toBe('https://sandbox-api.dexcom.com');
  expect(Object.fromEntries(login.searchParams)).toMatchObject({
    client_id: 'client-1',
    redirect_uri: world.redirectUri,
    response_type: 'code',
    scope: 'offline_access',
  });
  process.child.stdin?.end();
  expect((await process.ended).code).toBe(77);
});

test('what cannot be listened for is told at once, and a stop is no fault of the bridge', async () => {
  const elsewhere = await world.run(['authorize'], {
    ...dataDir,
    DEXCOM_REDIRECT_URI: 'https://bridge.example/callback',
  });
  expect(elsewhere).toMatchObject({ code: 64, stdout: '' });
  expect(elsewhere.stderr).toContain('--paste');

  const without = await world.run(['authorize'], {
    DEXCOM_CLIENT_ID: '',
    DEXCOM_CLIENT_SECRET: '',
  });
  expect(without).toMatchObject({ code: 64, stdout: '' });
  expect(without.stderr).toContain('DEXCOM_CLIENT_ID');

  const other = createServer().listen(Number(new URL(world.redirectUri).port), '127.0.0.1');
  await once(other, 'listening');
  const taken = await world.run(['authorize'], dataDir);
  other.close();
  await once(other, 'close');
  expect(taken).toMatchObject({ code: 69, stdout: '' });
  expect(taken.stderr).toContain('another program listens there');

  const stopped = world.start(['authorize'], dataDir);
  await world.loginUrl(stopped);
  const end = await stopped.stop('SIGINT');
  expect(end.code).toBe(69);
  expect(end.stderr).toMatch(/^Stopped\. No permission was stored/);
});

test('no code, token or secret was printed by any of it', () => {
  const printed = world.printed();
  expect(world.secrets().length).toBeGreaterThan(6);
  for (const secret of world.secrets()) expect(printed.includes(secret)).toBe(false);
});
