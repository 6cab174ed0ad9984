import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { aReading } from '../status-page/page-rig.ts';
import { openStage, type Stage } from './stage.ts';
import { aDay, troubledParts, wellParts } from './states.ts';
import { newViewer, startBrowser } from './viewer.ts';

const MINUTE = 60_000;
let browser: Browser;
let stage: Stage;
const now = Date.now();
beforeAll(async () => {
  browser = await startBrowser();
  const readings = [
    ...aDay(10),
    aReading({ systemTime: now - 7 * MINUTE, glucoseMgdl: 112 }),
    aReading({ systemTime: now - 2 * MINUTE, glucoseMgdl: 121, trend: 'fortyFiveUp' }),
  ];
  stage = await openStage({ ...wellParts(), readings, accounts: ['anna', 'ben'] });
});
afterAll(async () => {
  await browser.close();
  await stage.close();
});

/** The page, once its script runs. */
async function look(options = {}) {
  const viewer = await newViewer(browser, options);
  await viewer.page.goto(stage.url);
  await viewer.page.locator('#chart canvas').waitFor();
  return viewer;
}

const chosen = (page: Page) => page.locator('#chart').getAttribute('aria-valuetext');
const berlin = (at: number) =>
  new Intl.DateTimeFormat('en-GB', {
    hour: '2-digit',
    minute: '2-digit',
    timeZone: 'Europe/Berlin',
  }).format(at);

describe('the value', () => {
  test('with direction, age and change, on the clock of the viewer', async () => {
    const { page, context, complaints } = await look();
    const words = await page.locator('#now').innerText();
    expect(words).toMatch(/121\s+mg\/dL\s+rising slowly\s+in range/);
    expect(words).toMatch(/\d min ago/);
    expect(words).toContain(berlin(now - 2 * MINUTE));
    expect(words).toContain('+9 mg/dL');
    expect(words).toContain('The bridge is working, and everything is delivered.');
    expect(await page.locator('footer').innerText()).toContain('Europe/Berlin');
    expect(await page.title()).toBe('121 ↗ mg/dL · anna');
    const icon = decodeURIComponent((await page.locator('#icon').getAttribute('href')) ?? '');
    expect(icon).toContain('>121</text>');
    expect(complaints).toEqual([]);
    await context.close();
  });

  test('ages while the page is open, and is struck out when it is no longer current', async () => {
    const viewer = await newViewer(browser);
    const { page } = viewer;
    await page.clock.install({ time: Date.now() });
    await page.goto(stage.url);
    await page.locator('#chart canvas').waitFor();
    // The bridge is not heard any more, and what it said last grows old.
    await page.route('**/page/**', (route) => route.abort());
    await page.clock.runFor(12 * MINUTE);
    const words = await page.locator('#now').innerText();
    expect(words).toMatch(/Not current: no reading for 1\d min/);
    expect(words).not.toContain('rising');
    expect(
      await page.locator('.figure').evaluate((one) => getComputedStyle(one).textDecorationLine),
    ).toBe('line-through');
    expect(await page.title()).toMatch(/^⚠ 1\d min old \(121\)/);
    await page.clock.runFor(60 * MINUTE);
    expect(await page.locator('#now').innerText()).toContain('No current value');
    await viewer.context.close();
  });
});

describe('the chart', () => {
  test('is walked through by keys, and each reading is told with its source and gaps', async () => {
    const { page, context } = await look();
    const chart = page.locator('#chart');
    await chart.focus();
    await page.keyboard.press('ArrowLeft');
    expect(await chosen(page)).toBe(
      `${berlin(now - 2 * MINUTE)} · 121 mg/dL · rising slowly · from Share`,
    );
    await page.keyboard.press('ArrowLeft');
    expect(await chosen(page)).toContain('112 mg/dL · steady · from Share');
    expect(await page.locator('#readout').innerText()).toBe(await chosen(page));
    await page.keyboard.press('Home');
    expect(await chosen(page)).toContain('from Web API');
    expect(await chart.getAttribute('aria-valuenow')).toBe('0');
    await page.keyboard.press('End');
    expect(await chosen(page)).toContain('121 mg/dL');
    let told = '';
    for (let step = 0; step < 40 && !told.includes('without a reading'); step += 1) {
      await page.keyboard.press('ArrowLeft');
      told = (await chosen(page)) ?? '';
    }
    expect(told).toMatch(/after \d+ min without a reading/);
    await page.keyboard.press('Escape');
    expect(await chosen(page)).toMatch(/^\d+ readings, none chosen$/);
    await context.close();
  });

  test('tells the reading under the pointer', async () => {
    const { page, context } = await look();
    const box = (await page.locator('#chart').boundingBox())!;
    await page.mouse.move(box.x + box.width - 45, box.y + box.height / 2);
    expect(await page.locator('#readout').innerText()).toContain(
      '121 mg/dL · rising slowly · from Share',
    );
    await page.mouse.move(box.x + box.width / 2, box.y - 200);
    expect(await page.locator('#readout').innerText()).toMatch(/^\d+ readings, from/);
    await context.close();
  });

  test('draws no line across a gap', async () => {
    const { page, context } = await look();
    // Where no reading is, nothing of the colours of line or points is painted.
    const { line, inGap } = await page.evaluate(() => {
      const canvas = document.querySelector<HTMLCanvasElement>('#chart canvas')!;
      const ctx = canvas.getContext('2d')!;
      const style = getComputedStyle(document.documentElement);
      const rgb = (name: string) => {
        const probe = document.createElement('canvas').getContext('2d')!;
        probe.fillStyle = style.getPropertyValue(name).trim();
        probe.fillRect(0, 0, 1, 1);
        return [...probe.getImageData(0, 0, 1, 1).data.slice(0, 3)];
      };
      const wanted = rgb('--chart-line');
      const near = (x0: number, x1: number) => {
        const { data } = ctx.getImageData(x0, 0, x1 - x0, canvas.height);
        let count = 0;
        for (let at = 0; at < data.length; at += 4) {
          if (wanted.every((part, index) => Math.abs(part - data[at + index]!) < 12)) count += 1;
        }
        return count;
      };
      // The gap lies from 62 to 100 minutes before the newest of the day, which is ten minutes old.
      const at = (minutes: number) =>
        Math.round(canvas.width * (0.045 + 0.92 * (1 - minutes / 180)));
      return { line: near(at(60), at(20)), inGap: near(at(105), at(78)) };
    });
    expect(line).toBeGreaterThan(100);
    expect(inGap).toBe(0);
    await context.close();
  });

  test('shows spans, remembers the last, and the same readings stand in the table', async () => {
    const { page, context } = await look();
    for (const [label, words, least] of [
      ['6 hours', '6 hours', 50],
      ['24 hours', '24 hours', 230],
      ['3 days', '3 days', 230],
      ['14 days', '14 days', 230],
    ] as const) {
      await page.getByRole('button', { name: label }).click();
      await page.waitForFunction(
        (count) => Number(document.querySelector('#chart')!.getAttribute('aria-valuemax')) >= count,
        least,
      );
      expect(await page.locator('#chart-title').innerText()).toBe(`Last ${words}`);
    }
    await page.getByText('The readings as a table').click();
    const rows = page.locator('#table tbody tr:not(.gap)');
    await rows.first().waitFor();
    const count = Number(await page.locator('#chart').getAttribute('aria-valuemax')) + 1;
    expect(await rows.count()).toBe(count);
    expect(await rows.first().innerText()).toMatch(/121 mg\/dL\s+rising slowly\s+Share/);
    expect(await page.locator('#table tr.gap').count()).toBe(2);
    await page.reload();
    await page.locator('#chart canvas').waitFor();
    expect(await page.locator('#chart-title').innerText()).toBe('Last 14 days');
    expect(await page.locator('[aria-pressed="true"]').innerText()).toBe('14 d');
    await context.close();
  });
});

describe('choices', () => {
  test('units are switched everywhere, by keys too, and remembered', async () => {
    const { page, context } = await look();
    await page.getByRole('radio', { name: 'mg/dL' }).focus();
    await page.keyboard.press('ArrowRight');
    expect(await page.locator('.figure').innerText()).toBe('6.7');
    expect(await page.locator('#now').innerText()).toContain('+0.5 mmol/L');
    expect(await page.title()).toContain('6.7');
    await page.locator('#chart').focus();
    await page.keyboard.press('End');
    expect(await chosen(page)).toContain('6.7 mmol/L');
    await page.reload();
    await page.locator('#chart canvas').waitFor();
    expect(await page.locator('.figure').innerText()).toBe('6.7');
    expect(await page.getByRole('radio', { name: 'mmol/L' }).isChecked()).toBe(true);
    await context.close();
  });

  test('colours follow the system until chosen, and the choice is there before the first paint', async () => {
    const { page, context } = await look({ colorScheme: 'light' });
    const back = () =>
      page.evaluate(() => getComputedStyle(document.body.parentElement!).backgroundColor);
    const light = await back();
    await page.emulateMedia({ colorScheme: 'dark' });
    const dark = await back();
    expect(dark).not.toBe(light);
    await page.locator('#colours').selectOption('light');
    expect(await back()).toBe(light);
    await page.route('**/page.*.js', (route) => route.abort());
    await page.reload();
    expect(await back()).toBe(light);
    await page.unroute('**/page.*.js');
    await page.reload();
    await page.locator('#colours').selectOption('system');
    expect(await back()).toBe(dark);
    await context.close();
  });

  test('the other account is one step away', async () => {
    const { page, context } = await look();
    await page.getByRole('link', { name: 'ben' }).click();
    await page.waitForURL('**/accounts/ben/');
    expect(await page.locator('#now').innerText()).toContain('No reading yet');
    await page.getByRole('link', { name: 'anna' }).click();
    expect(await page.locator('.figure').innerText()).toBe('121');
    await context.close();
  });
});

describe('what is the matter', () => {
  test('a latch is told above and below, and its command is copied', async () => {
    const troubled = await openStage({ ...troubledParts(), readings: aDay() });
    const { page, context } = await newViewer(browser);
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.goto(troubled.url);
    const link = page.locator('#now').getByRole('link', { name: 'Dexcom Share' });
    await link.click();
    expect(page.url()).toBe(`${troubled.url}#source-share`);
    const command = 'nightscout-dexcom-bridge unlock anna source';
    const card = page.locator('#source-share');
    expect(await card.innerText()).toContain('Dexcom refused the user name or the password');
    expect(await card.locator('code').innerText()).toBe(command);
    await card.getByRole('button', { name: 'Copy the command' }).click();
    await page.locator('#said', { hasText: 'Command copied' }).waitFor({ state: 'attached' });
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(command);
    expect(await page.locator('#sink-nightscout').innerText()).toMatch(
      /The site did not answer[^]*Next try[^]*in \d+ s/,
    );
    await context.close();
    await troubled.close();
  });

  test('the next look is counted down', async () => {
    const { page, context } = await look();
    const left = async () =>
      Number(/in \d+ min (\d\d) s/.exec(await page.locator('#source-share').innerText())?.[1]);
    const before = await left();
    await page.waitForFunction(
      (text) => !document.querySelector('#source-share')!.textContent.includes(text),
      `min ${String(before).padStart(2, '0')} s`,
    );
    expect(await left()).not.toBe(before);
    await context.close();
  });

  test('simulated data are called so', async () => {
    const simulated = await openStage({ isSimulated: true });
    const { page, context } = await newViewer(browser);
    await page.goto(simulated.url);
    expect(await page.locator('.simulated').innerText()).toContain('SIMULATED DATA');
    expect(await page.title()).toContain('simulated');
    await context.close();
    await simulated.close();
  });
});

test('with no script at all: value, age with the hour, states and table', async () => {
  const { page, context } = await newViewer(browser, { javaScriptEnabled: false });
  await page.goto(stage.url);
  expect(await page.locator('#now').innerText()).toMatch(/121[^]*min ago\s+\d\d:\d\d UTC\+05:30/);
  expect(await page.locator('#parts').innerText()).toContain('Dexcom Share');
  expect(await page.locator('#chart-card').isVisible()).toBe(false);
  expect(await page.locator('.controls').isVisible()).toBe(false);
  await page.locator('summary').click();
  expect(await page.locator('#table tbody tr').first().innerText()).toContain('121 mg/dL');
  expect(await page.locator('meta[http-equiv="refresh"]').getAttribute('content')).toBe('60');
  await context.close();
});
