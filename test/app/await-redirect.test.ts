import { expect, test } from '@jest/globals';
import { awaitRedirect, demandRedirectHere } from '../../src/app/await-redirect.ts';
// Loaded beforehand: jest cannot link two modules at once that share a third.
import '../../src/http-server/redirect.ts';
import '../../src/http-server/server.ts';
import { BridgeFailure } from '../../src/domain/failure.ts';
import { systemClock } from '../../src/platform/clock.ts';
import { freePort } from '../support/web-api-world.ts';

async function rig(complete: (code: string) => Promise<void>) {
  const redirectUri = `http://localhost:${await freePort()}/callback`;
  const stop = new AbortController();
  const refused: string[] = [];
  let listening: () => void = () => undefined;
  const heard = new Promise<void>((resolve) => {
    listening = resolve;
  });
  const waiting = awaitRedirect(
    {
      redirectUri,
      listening,
      read(url) {
        const code = new URL(url).searchParams.get('code');
        if (code === null) throw new BridgeFailure('web-api.test', 'credentials', 'Not this one.');
        return { code };
      },
      complete,
      refused: ({ message }) => void refused.push(message),
      clock: systemClock,
    },
    stop.signal,
  );
  waiting.catch(() => undefined);
  await Promise.race([heard, waiting]);
  const come = async (query: string) => {
    const page = await fetch(`${redirectUri}${query}`);
    return { status: page.status, text: await page.text() };
  };
  return { waiting, refused, stop, come };
}

test('a browser that loads the address twice spends the code once and sees one answer', async () => {
  const spent: string[] = [];
  const { waiting, come, refused } = await rig(async (code) => {
    spent.push(code);
    await new Promise((resolve) => setTimeout(resolve, 20));
  });
  expect((await come('?error=no')).status).toBe(400);
  const pages = await Promise.all([come('?code=a'), come('?code=a')]);
  expect(pages.map(({ status }) => status)).toEqual([200, 200]);
  await waiting;
  expect(spent).toEqual(['a']);
  expect(refused).toEqual(['Not this one.']);
  await expect(come('?code=a')).rejects.toThrow();
});

test('a code that is not taken ends the wait, and the browser is told why', async () => {
  const failure = new BridgeFailure('web-api.code_refused', 'credentials', 'Not taken.');
  const { waiting, come } = await rig(() => Promise.reject(failure));
  const page = await come('?code=a');
  expect(page.status).toBe(400);
  expect(page.text).toContain('Not taken.');
  await expect(waiting).rejects.toBe(failure);
});

test('a stop ends it at once', async () => {
  const { waiting, come, stop } = await rig(() => Promise.resolve());
  stop.abort(new Error('Ctrl-C'));
  await expect(waiting).rejects.toBe(stop.signal.reason);
  await expect(come('?code=a')).rejects.toThrow();
});

test('only an address of this machine can be listened for', () => {
  for (const here of ['http://localhost:1/', 'http://127.0.0.1:17581/cb', 'http://[::1]:8/']) {
    expect(() => demandRedirectHere(here)).not.toThrow();
  }
  for (const away of ['https://localhost/', 'http://bridge.example/', 'http://0.0.0.0:80/']) {
    expect(() => demandRedirectHere(away)).toThrow('--paste');
  }
});
