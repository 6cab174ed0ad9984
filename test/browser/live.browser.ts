import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { aCourse } from '../status-page/page-rig.ts';
import { waitUntil } from '../support/wait-until.ts';
import { openStage, type Stage } from './stage.ts';
import { newViewer, startBrowser, type Viewer } from './viewer.ts';

let browser: Browser;
let stage: Stage;
let viewer: Viewer;
beforeAll(async () => {
  browser = await startBrowser();
});
afterAll(() => browser.close());
beforeEach(async () => {
  stage = await openStage({ readings: aCourse(Date.now() - 5 * 60_000, 4_032) });
  viewer = await newViewer(browser);
});
afterEach(async () => {
  await viewer.context.close();
  await stage.close();
});

async function live() {
  await viewer.page.goto(stage.url);
  await viewer.page.locator('#chart canvas').waitFor();
  await waitUntil(() => stage.rig.listening() === 1);
}

test('a new reading is there within a second: value, title, icon, chart, and told politely', async () => {
  await live();
  const { page } = viewer;
  await page.evaluate(() => {
    new MutationObserver(() => {
      const figure = document.querySelector('.figure');
      if (figure?.textContent === '199') (window as { seenAt?: number }).seenAt ??= Date.now();
    }).observe(document.body, { subtree: true, childList: true, characterData: true });
  });
  const toldAt = Date.now();
  await stage.rig.record({ systemTime: toldAt, glucoseMgdl: 199, trend: 'singleUp' });
  await page.waitForFunction(() => (window as { seenAt?: number }).seenAt !== undefined);
  const seenAt = await page.evaluate(() => (window as { seenAt?: number }).seenAt!);
  expect(seenAt - toldAt).toBeLessThan(1_000);
  expect(await page.title()).toContain('199 ↑');
  expect(await page.locator('#said').textContent()).toBe('199 mg/dL, rising, high');
  await page.locator('#chart').focus();
  await page.keyboard.press('End');
  expect(await page.locator('#chart').getAttribute('aria-valuetext')).toContain('199 mg/dL');
  expect(viewer.complaints).toEqual([]);
});

test('a lost bridge is told at once, and found again by itself', async () => {
  await live();
  const { page } = viewer;
  await stage.restart(async () => {
    await page.getByText('Connection to the bridge lost').waitFor();
    expect(await page.title()).toMatch(/^⚠ not live/);
    expect(await page.locator('#now').innerText()).not.toContain('working');
    expect(await page.locator('#source-share').innerText()).toContain('not known; last: working');
    expect(await viewer.faults()).toEqual([]);
    await viewer.shoot('lost');
    await stage.rig.record({ systemTime: Date.now(), glucoseMgdl: 88 });
  });
  await page.locator('.figure', { hasText: '88' }).waitFor();
  await page.getByText('Connection to the bridge lost').waitFor({ state: 'detached' });
  expect(await page.title()).toContain('88 →');
});

test('a page whose script does not run says that it may be old; one whose script fails later says so at once', async () => {
  const { page } = viewer;
  await page.route('**/page/assets/page.*.js', (route) => route.abort());
  await page.goto(stage.url);
  const warning = page.getByText('does not keep itself up to date');
  expect(await warning.isVisible()).toBe(false);
  await page.evaluate(() => document.getAnimations().forEach((one) => one.finish()));
  expect(await warning.isVisible()).toBe(true);

  await page.unroute('**/page/assets/page.*.js');
  await live();
  await page.evaluate(() => document.getAnimations().forEach((one) => one.finish()));
  expect(await warning.isVisible()).toBe(false);
  await page.evaluate(() => document.querySelector('#parts')?.remove());
  await warning.waitFor();
});

test('tabs that are not looked at leave a browser its connections, keep up, and are live once they are looked at', async () => {
  const look = (page: Page, isHidden: boolean) =>
    page.evaluate((hidden) => {
      Object.defineProperty(document, 'hidden', { configurable: true, get: () => hidden });
      document.dispatchEvent(new Event('visibilitychange'));
    }, isHidden);
  await live();
  const pages = [viewer.page];
  for (let count = 1; count < 6; count += 1) {
    pages.push(await viewer.context.newPage());
    await pages.at(-1)!.goto(stage.url);
  }
  for (const page of pages) await look(page, true);
  const seventh = await viewer.context.newPage();
  await seventh.goto(stage.url);
  await look(seventh, true);
  await waitUntil(() => stage.rig.listening() === 0);
  await stage.rig.record({ systemTime: Date.now(), glucoseMgdl: 97 });
  for (const page of pages.slice(0, 2)) {
    expect(await page.locator('#notice').innerText()).toBe('');
    await look(page, false);
    await page.locator('.figure', { hasText: '97' }).waitFor();
  }
  expect(stage.rig.listening()).toBe(1);
});

test('a viewer’s clock that is set back makes nothing younger', async () => {
  const { page } = viewer;
  const start = Date.now();
  await page.clock.install({ time: start });
  await page.goto(stage.url);
  await page.clock.runFor(1_000);
  expect(await page.locator('#now').innerText()).toContain('5 min ago');
  await page.context().setOffline(true);
  await stage.close();
  await page.clock.runFor(10 * 60_000);
  await page.clock.setSystemTime(start);
  await page.clock.runFor(60_000);
  expect(await page.locator('#now').innerText()).toContain('16 min ago');
  expect(await page.locator('#now').innerText()).toContain('not current');
});

test('where there are too many streams the page asks instead, and says so', async () => {
  const { page } = viewer;
  await page.route('**/page/events*', (route) =>
    route.fulfill({ status: 503, json: { status: 503, message: 'Too many' } }),
  );
  await page.clock.install({ time: Date.now() });
  await page.goto(stage.url);
  await page.getByText('asking every 30 seconds').waitFor();
  await stage.rig.record({ systemTime: Date.now(), glucoseMgdl: 77 });
  await page.clock.runFor(31_000);
  await page.locator('.figure', { hasText: '77' }).waitFor();
});

test('a stream that went silent is dropped and opened anew', async () => {
  const { page } = viewer;
  await page.clock.install({ time: Date.now() });
  await live();
  const asked: string[] = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  await page.clock.fastForward(50_000);
  await page.clock.runFor(6_000);
  await page.waitForFunction(() => true);
  for (let turn = 0; turn < 100 && !asked.includes('/page/events'); turn += 1) {
    await page.clock.runFor(100);
  }
  expect(asked).toContain('/page/events');
});

test('14 days, 4,032 readings, are ready fast', async () => {
  await live();
  const { page } = viewer;
  const took = await page.evaluate(async () => {
    const began = performance.now();
    const chart = document.querySelector('#chart')!;
    document.querySelector<HTMLButtonElement>('[data-hours="336"]')!.click();
    while (Number(chart.getAttribute('aria-valuemax')) < 4_000) {
      await new Promise((resolve) => requestAnimationFrame(resolve));
    }
    await new Promise((resolve) => requestAnimationFrame(resolve));
    return performance.now() - began;
  });
  expect(took).toBeLessThan(2_000);
  await viewer.shoot('fortnight');
  await page.locator('#chart').focus();
  const before = Date.now();
  for (let step = 0; step < 20; step += 1) await page.keyboard.press('ArrowLeft');
  expect(Date.now() - before).toBeLessThan(4_000);
  await page.getByText('The readings as a table').click();
  await page.locator('#table tbody tr').nth(4_000).waitFor({ state: 'attached' });
  expect(viewer.complaints).toEqual([]);
});

test('everything together is small', async () => {
  const { page } = viewer;
  const session = await viewer.context.newCDPSession(page);
  await session.send('Network.enable');
  let bytes = 0;
  session.on('Network.loadingFinished', ({ encodedDataLength }) => {
    bytes += encodedDataLength;
  });
  await live();
  expect(bytes).toBeGreaterThan(10_000);
  expect(bytes).toBeLessThan(60_000);
});
