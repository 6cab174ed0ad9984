import { expect, test } from '@jest/globals';
import { createRedirectRoutes } from '../../src/http-server/redirect.ts';

function rig(isDone: boolean, text = 'Well.') {
  const queries: string[] = [];
  const routes = createRedirectRoutes({
    path: '/call/back',
    receive: (query) => {
      queries.push(query);
      return Promise.resolve({ isDone, text });
    },
  });
  return { routes, queries };
}

test('the whole query is judged, and the page says what came of it', async () => {
  const { routes, queries } = rig(true, 'Stored <b>& safe</b>');
  const answer = await routes.request('/call/back?code=a%2Bb+c&state=x&state=y');
  expect(answer.status).toBe(200);
  expect(queries).toEqual(['?code=a%2Bb+c&state=x&state=y']);
  const page = await answer.text();
  expect(page).toContain('Stored &lt;b&gt;&amp; safe&lt;/b&gt;');
  expect(page).not.toMatch(/<script|<img|src=|href=|a%2Bb/);
  expect(answer.headers.get('content-type')).toMatch(/^text\/html/);
  expect(answer.headers.get('content-security-policy')).toMatch(/^default-src 'none'/);
  expect(answer.headers.get('referrer-policy')).toBe('no-referrer');
});

test('what does not fit is 400, and nothing but the one path is heard', async () => {
  const { routes, queries } = rig(false);
  expect((await routes.request('/call/back')).status).toBe(400);
  for (const path of ['/', '/call', '/call/back/more', '/favicon.ico']) {
    expect((await routes.request(`${path}?code=a`)).status).toBe(404);
  }
  expect((await routes.request('/call/back?code=a', { method: 'POST' })).status).toBe(404);
  expect(queries).toEqual(['']);
});
