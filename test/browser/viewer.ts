import { mkdir } from 'node:fs/promises';
import { AxeBuilder } from '@axe-core/playwright';
import {
  chromium,
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  type Page,
} from 'playwright-core';

const ARGUMENTS = [
  '--no-sandbox',
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
const PATIENCE_MS = 30_000;
export const SHOTS = '.cache/browser';

/** Somebody who looks at a page, in a browser of their own. */
export interface Viewer {
  readonly page: Page;
  readonly context: BrowserContext;
  /** What the browser complained of: console, policy, scripts, and whatever it asked of another place. */
  readonly complaints: string[];
  /** What axe finds, in words; empty when all is well. */
  faults(): Promise<readonly string[]>;
  /** Leaves a picture of the whole page. */
  shoot(name: string): Promise<void>;
}

/** Starts the browser that the runner found. */
export function startBrowser(): Promise<Browser> {
  const executablePath = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
  return chromium.launch({ executablePath, args: ARGUMENTS });
}

/** A new viewer; in Berlin unless said otherwise. */
export async function newViewer(
  browser: Browser,
  options: BrowserContextOptions = {},
): Promise<Viewer> {
  const context = await browser.newContext({
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
    viewport: { width: 1280, height: 900 },
    ...options,
  });
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  page.on('pageerror', (thrown) => complaints.push(`thrown: ${thrown.message}`));
  page.on('request', (request) => {
    if (!/^(http:\/\/127\.0\.0\.1:\d+\/|data:image\/svg)/.test(request.url())) {
      complaints.push(`asked ${request.url()}`);
    }
  });
  return {
    page,
    context,
    complaints,
    async faults() {
      const { violations } = await new AxeBuilder({ page }).analyze();
      return violations.map(
        ({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(({ html }) => html).join(' | ')}`,
      );
    },
    async shoot(name) {
      await mkdir(SHOTS, { recursive: true });
      await page.screenshot({ path: `${SHOTS}/${name}.png`, fullPage: true });
    },
  };
}
