import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { aReading } from '../status-page/page-rig.ts';
import { openStage, type Stage, type StageOptions } from './stage.ts';
import { aDay, troubledParts, wellParts } from './states.ts';
import { newViewer, startBrowser } from './viewer.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await startBrowser();
});
afterAll(() => browser.close());

const MINUTE = 60_000;
const STAGES: Readonly<Record<string, () => StageOptions>> = {
  well: () => ({ ...wellParts(), readings: aDay(), accounts: ['anna', 'ben'] }),
  troubled: () => ({ ...troubledParts(), readings: aDay() }),
  stale: () => ({ ...wellParts(), readings: aDay(23) }),
  old: () => ({ ...wellParts(), readings: aDay(200) }),
  empty: () => ({ readings: [], sources: [{ name: 'share', state: 'starting' }], sinks: [] }),
  simulated: () => ({ ...wellParts(), readings: aDay(), isSimulated: true }),
  low: () => ({
    ...wellParts(),
    readings: [
      ...aDay(6.5),
      aReading({ systemTime: Date.now() - MINUTE, glucoseMgdl: 39, trend: 'doubleDown' }),
    ],
  }),
  high: () => ({
    ...wellParts(),
    display: { units: 'mmol' },
    readings: [
      ...aDay(6.5),
      aReading({ systemTime: Date.now() - MINUTE, glucoseMgdl: 318, trend: 'doubleUp' }),
    ],
  }),
  'sign-in': () => ({ readings: aDay(), secret: 'abc', isRequired: true }),
};
const WIDTHS = [320, 768, 1280] as const;

describe.each(Object.entries(STAGES))('%s', (name, options) => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage(options());
  });
  afterAll(() => stage.close());

  test.each(['light', 'dark'] as const)(
    'in %s: nothing to complain of for axe and the browser, no sideways scrolling at any width',
    async (colorScheme) => {
      const viewer = await newViewer(browser, { colorScheme });
      const { page } = viewer;
      await page.goto(stage.url);
      if (name !== 'sign-in') await page.locator('#chart canvas').waitFor();
      for (const width of WIDTHS) {
        await page.setViewportSize({ width, height: 900 });
        await viewer.shoot(`${name}-${width}-${colorScheme}`);
        expect([width, await sidewaysOf(page)]).toEqual([width, 0]);
      }
      if (name === 'troubled') await page.locator('summary').click();
      expect(await viewer.faults()).toEqual([]);
      // A browser calls any 401 an error, also one that brings a form.
      const own = viewer.complaints.filter((text) => !/status of 401/.test(text));
      expect(own).toEqual([]);
      await viewer.context.close();
    },
  );
});

describe('for eyes of all kinds', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage({ ...troubledParts(), readings: aDay() });
  });
  afterAll(() => stage.close());

  test.each([
    ['forced-colours', { forcedColors: 'active' }],
    ['more-contrast', { contrast: 'more' }],
    ['less-motion', { reducedMotion: 'reduce' }],
  ] as const)('%s', async (name, asked) => {
    const viewer = await newViewer(browser, asked);
    await viewer.page.goto(stage.url);
    await viewer.page.locator('#chart canvas').waitFor();
    await viewer.shoot(name);
    expect(await viewer.faults()).toEqual([]);
    if (name === 'less-motion') {
      const moving = await viewer.page.evaluate(
        () =>
          [...document.querySelectorAll('*')].filter(
            (one) => !/^0s(, 0s)*$/.test(getComputedStyle(one).transitionDuration),
          ).length,
      );
      expect(moving).toBe(0);
    }
    await viewer.context.close();
  });

  test('text twice as large still fits a phone', async () => {
    const viewer = await newViewer(browser, { viewport: { width: 320, height: 640 } });
    const { page } = viewer;
    await page.goto(stage.url);
    await page.locator('#chart canvas').waitFor();
    await page.evaluate(() => document.documentElement.style.setProperty('font-size', '200%'));
    await viewer.shoot('large-text');
    expect(await sidewaysOf(page)).toBe(0);
    await viewer.context.close();
  });
});

/** How far the page can be scrolled sideways, in pixels. */
function sidewaysOf(page: Page): Promise<number> {
  return page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
}
