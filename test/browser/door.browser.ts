import { createHash } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { Hono } from 'hono';
import type { Browser, Page } from 'playwright-core';
import { createHttpServer } from '../../src/http-server/server.ts';
import { waitUntil } from '../support/wait-until.ts';
import { aDay } from './states.ts';
import { openStage, type Stage } from './stage.ts';
import { newViewer, startBrowser, type Viewer } from './viewer.ts';

const SECRET = 'correct horse battery';
let browser: Browser;
let stage: Stage;
let viewer: Viewer;
beforeAll(async () => {
  browser = await startBrowser();
});
afterAll(() => browser.close());
beforeEach(async () => {
  stage = await openStage({ readings: aDay(), secret: SECRET, isRequired: true });
  viewer = await newViewer(browser);
});
afterEach(async () => {
  await viewer.context.close();
  await stage.close();
});

test.each([true, false])('signing in and out, script %s', async (javaScriptEnabled) => {
  const { page, context } = await newViewer(browser, { javaScriptEnabled });
  await page.goto(stage.url);
  expect(await page.locator('body').innerText()).not.toMatch(/mg\/dL|anna/);
  await page.getByLabel('Secret of the bridge').fill('wrong');
  await page.keyboard.press('Enter');
  expect(await page.getByRole('alert').innerText()).toContain('That is not the secret');
  await page.getByLabel('Secret of the bridge').fill(SECRET);
  await page.getByRole('button', { name: 'Show glucose' }).click();
  await page.locator('.figure').waitFor();
  expect(page.url()).toBe(stage.url);
  const [cookie] = await context.cookies();
  expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Strict', path: '/' });
  expect(await page.content()).not.toContain(SECRET);
  if (javaScriptEnabled) {
    expect(await page.evaluate(() => document.cookie)).toBe('');
    await page.locator('#chart canvas').waitFor();
  }
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByLabel('Secret of the bridge').waitFor();
  expect(await context.cookies()).toEqual([]);
  await context.close();
});

test('a pass that is over is told on the open page, with the form at hand', async () => {
  const { page, context } = viewer;
  await page.goto(`${stage.url}?token=${encodeURIComponent(SECRET)}`);
  await page.locator('#chart canvas').waitFor();
  expect(page.url()).toBe(stage.url);
  await context.clearCookies();
  await stage.restart(() => Promise.resolve());
  await page.getByText('You are signed out.').waitFor();
  expect(await page.title()).toMatch(/^⚠ not live/);
  expect(await viewer.faults()).toEqual([]);
  await viewer.shoot('signed-out');
  await page.getByLabel('Secret of the bridge').fill(SECRET);
  await page.keyboard.press('Enter');
  await page.getByText('You are signed out.').waitFor({ state: 'detached' });
  await page.locator('#chart canvas').waitFor();
});

/** A page that was signed out while it was open; its viewer has no pass any more. */
async function signedOut(page: Page) {
  await page.goto(`${stage.url}?token=${encodeURIComponent(SECRET)}`);
  await page.locator('#chart canvas').waitFor();
  await page.evaluate(() => ((window as { mark?: string }).mark = 'not loaded anew'));
  await viewer.context.clearCookies();
  await stage.restart(() => Promise.resolve());
  await page.getByText('You are signed out.').waitFor();
}
const markOf = (page: Page) => page.evaluate(() => (window as { mark?: string }).mark);

test('an open page goes on by itself once its viewer has signed in in another tab', async () => {
  const { page, context } = viewer;
  await signedOut(page);
  const other = await context.newPage();
  await other.goto(stage.url);
  await other.getByLabel('Secret of the bridge').fill(SECRET);
  await other.keyboard.press('Enter');
  await other.locator('#chart canvas').waitFor();
  await page.getByText('You are signed out.').waitFor({ state: 'detached' });
  expect(await markOf(page)).toBe('not loaded anew');
  await page.bringToFront();
  await other.close();
  for (let turn = 0; turn < 500 && stage.rig.listening() !== 1; turn += 1) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  await stage.rig.record({ systemTime: Date.now(), glucoseMgdl: 203 });
  await page.locator('.figure', { hasText: '203' }).waitFor();
  expect(await page.title()).toContain('203');
  expect(await markOf(page)).toBe('not loaded anew');
  expect(await viewer.faults()).toEqual([]);
});

test.each(['focus', 'visibilitychange'])(
  'where tabs cannot tell each other, %s does',
  async (name) => {
    const { page, context } = viewer;
    await page.addInitScript(() => {
      delete (window as { BroadcastChannel?: unknown }).BroadcastChannel;
    });
    await signedOut(page);
    const lookAt = () =>
      page.evaluate(
        (event) => (event === 'focus' ? window : document).dispatchEvent(new Event(event)),
        name,
      );
    const refused = page.waitForResponse((answer) => answer.url().includes('/page/state'));
    await lookAt();
    expect((await refused).status()).toBe(401);
    expect(await page.getByText('You are signed out.').isVisible()).toBe(true);
    const other = await context.newPage();
    await other.goto(`${stage.url}?token=${encodeURIComponent(SECRET)}`);
    await other.locator('#chart canvas').waitFor();
    await other.close();
    await lookAt();
    await page.getByText('You are signed out.').waitFor({ state: 'detached' });
    expect(await markOf(page)).toBe('not loaded anew');
  },
);

test('the form goes, too, but not while a secret is being typed into it', async () => {
  const { page, context } = viewer;
  const typing = await context.newPage();
  for (const each of [page, typing]) await each.goto(stage.url);
  await typing.getByLabel('Secret of the bridge').fill('corr');
  const other = await context.newPage();
  await other.goto(`${stage.url}?token=${encodeURIComponent(SECRET)}`);
  await page.locator('#chart canvas').waitFor();
  expect(page.url()).toBe(stage.url);
  expect(await typing.getByLabel('Secret of the bridge').inputValue()).toBe('corr');
});

test('a link on another site leads to the value, with the secret in it or with the cookie held', async () => {
  const { page } = viewer;
  const sha1 = createHash('sha1').update(SECRET).digest('hex');
  const elsewhere = new Hono();
  elsewhere.get('/', (context) =>
    context.html(
      `<a id="bare" href="${stage.url}">bare</a> <a id="secret" href="${stage.url}?secret=${sha1}">secret</a>`,
    ),
  );
  const server = createHttpServer({ host: '127.0.0.1', port: 0 }, [
    { path: '/', routes: elsewhere },
  ]);
  const { port } = await server.open();
  try {
    for (const link of ['#secret', '#bare']) {
      // Another name is another site.
      await page.goto(`http://localhost:${port}/`);
      await page.locator(link).click();
      await page.locator('.figure').waitFor();
      expect(page.url()).toBe(stage.url);
    }
  } finally {
    await server.close();
  }
});

test('it works below a path of a proxy', async () => {
  const { page, complaints } = viewer;
  const proxy = new Hono();
  proxy.all('/glucose/*', async ({ req }) => {
    const { pathname, search } = new URL(req.url);
    const headers = new Headers(req.raw.headers);
    headers.set('x-forwarded-host', req.header('host') ?? '');
    headers.set('accept-encoding', 'identity');
    for (const name of ['connection', 'host']) headers.delete(name);
    const body = req.method === 'POST' ? await req.text() : undefined;
    const answer = await fetch(new URL(pathname.slice('/glucose/'.length) + search, stage.url), {
      method: req.method,
      headers,
      redirect: 'manual',
      ...(body === undefined ? {} : { body }),
    });
    const passed = new Response(answer.body, answer);
    for (const name of ['connection', 'transfer-encoding']) passed.headers.delete(name);
    return passed;
  });
  const server = createHttpServer({ host: '127.0.0.1', port: 0 }, [{ path: '/', routes: proxy }]);
  const { port } = await server.open();
  try {
    const url = `http://127.0.0.1:${port}/glucose/`;
    await page.goto(url);
    await page.getByLabel('Secret of the bridge').fill(SECRET);
    await page.keyboard.press('Enter');
    await page.locator('#chart canvas').waitFor();
    expect(page.url()).toBe(url);
    await waitUntil(() => stage.rig.listening() === 1);
    await stage.rig.record({ systemTime: Date.now(), glucoseMgdl: 203 });
    await page.locator('.figure', { hasText: '203' }).waitFor();
    expect(complaints.filter((text) => !/status of 401/.test(text))).toEqual([]);
  } finally {
    await server.close();
  }
});
