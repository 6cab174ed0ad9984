import { expect, test } from '@jest/globals';
import { runSimulate } from '../../src/simulator/index.ts';
import { shareCaller } from './share-caller.ts';
import { waitUntil } from '../support/wait-until.ts';

test('says how to use it, serves, and ends with the signal', async () => {
  const lines: string[] = [];
  const ending = new AbortController();
  const ended = runSimulate(
    {
      port: 0,
      tlsPort: 0,
      seed: 9,
      speed: 60,
      delay: 0,
      username: 'o’neil',
      password: 'it’s',
      nightscout: { port: 0, apiSecret: 'long enough secret' },
    },
    { print: (line) => lines.push(line), signal: ending.signal },
  );
  await waitUntil(() => lines.length >= 10);
  const text = lines.join('\n');
  const url = /simulator: (http:\S+)/.exec(text)![1]!;
  expect(text).toMatch(/over HTTPS: https:\/\/127\.0\.0\.1:\d+/);
  expect(text).toContain("DEXCOM_PASSWORD='it’s'");
  const site = /stand-in: (\S+),/.exec(text)![1]!;
  expect((await fetch(`${site}/api/v1/status.json`)).status).toBe(200);
  expect((await shareCaller(url).authenticate('o’neil', 'it’s')).status).toBe(200);
  const { now } = (await shareCaller(url).control('GET', '')).json() as { now: number };
  expect(Date.now() - now).toBeGreaterThan(23 * 3_600_000);
  ending.abort();
  await ended;
  await expect(fetch(url)).rejects.toThrow();
  await expect(fetch(site)).rejects.toThrow();
});

test('serves the Web API as it says, to the application it names', async () => {
  const lines: string[] = [];
  const ending = new AbortController();
  const ended = runSimulate(
    {
      port: 0,
      seed: 9,
      product: 'g715day',
      region: 'ous',
      webApiDelayMs: 0,
      clientId: 'an app',
      clientSecret: 'it’s $ecret',
      redirectUris: ['http://localhost:9/cb', 'http://localhost:9/other'],
      sandbox: true,
      historyDays: 5,
    },
    { print: (line) => lines.push(line), signal: ending.signal },
  );
  await waitUntil(() => lines.length >= 10);
  const text = lines.join('\n');
  expect(text).toContain("DEXCOM_CLIENT_ID='an app' DEXCOM_CLIENT_SECRET='it’s $ecret'");
  expect(text).toContain('DEXCOM_REDIRECT_URI=http://localhost:9/cb');
  const base = /DEXCOM_API_URL=(\S+)/.exec(text)![1]!;
  const send = async (method: string, path: string, body?: unknown): Promise<unknown> => {
    const init = body === undefined ? {} : { body: JSON.stringify(body) };
    return (await fetch(`${base}/simulator/web-api${path}`, { method, ...init })).json();
  };
  expect(await send('GET', '')).toMatchObject({
    region: 'ous',
    uploadDelayMs: 0,
    sandbox: true,
    apps: [{ id: 'an app', redirectUris: ['http://localhost:9/cb', 'http://localhost:9/other'] }],
    users: expect.arrayContaining([expect.objectContaining({ product: 'g715day' })]),
  });
  const { accessToken } = (await send('POST', '/tokens', {})) as { accessToken: string };
  const range = await fetch(`${base}/v3/users/self/dataRange`, {
    headers: { authorization: `Bearer ${accessToken}` },
  });
  const { egvs } = (await range.json()) as { egvs: { start: { systemTime: string } } };
  const age = Date.now() - Date.parse(`${egvs.start.systemTime.slice(0, 19)}Z`);
  expect(age / 86_400_000).toBeCloseTo(5, 1);
  // Every command that it shows works as it stands.
  const commands = [...text.matchAll(/curl (?:-X (\w+) )?(\S+)(?: -d '(.*)')?$/gm)];
  expect(commands.length).toBeGreaterThan(15);
  for (const [line, method = 'GET', url = '', body] of commands) {
    if (url.endsWith('/advance')) continue;
    const answer = await fetch(url, { method, ...(body === undefined ? {} : { body }) });
    expect([line, answer.status]).toEqual([line, 200]);
  }
  ending.abort();
  await ended;
});

test('a taken second port leaves nothing listening', async () => {
  const stage = { print: () => undefined, signal: new AbortController().signal };
  const { createServer } = await import('node:net');
  const holder = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => holder.once('listening', resolve));
  const { port } = holder.address() as { port: number };
  await expect(runSimulate({ port: 0, tlsPort: port }, stage)).rejects.toThrow(/EADDRINUSE/);
  await expect(runSimulate({ port: 0, nightscout: { port } }, stage)).rejects.toThrow(/EADDRINUSE/);
  await new Promise((resolve) => holder.close(resolve));
});

test.each([0, 0.5, 4_000, Number.NaN])('a speed of %d is refused', async (speed) => {
  const stage = { print: () => undefined, signal: new AbortController().signal };
  await expect(runSimulate({ port: 0, speed }, stage)).rejects.toThrow(RangeError);
});
