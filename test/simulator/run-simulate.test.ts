import { expect, test } from '@jest/globals';
import { runSimulate } from '../../src/simulator/index.ts';
import { shareCaller } from './share-caller.ts';

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
  while (lines.length < 10) await new Promise((resolve) => setTimeout(resolve, 5));
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
