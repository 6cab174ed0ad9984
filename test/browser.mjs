/**
 * `npm run test:browser`: the status page in a real Chromium. The last line is the sum, `N passed, N failed`; the exit code
 * is 1 when anything failed, was skipped, or when there is no browser. Screenshots are left in .cache/browser.
 *
 *   npm run test:browser                   all of it
 *   npm run test:browser -- test/browser/live.browser.ts
 *   CHROMIUM=/path/to/chromium npm run test:browser
 */
import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findChromium } from './browser/find-chromium.mjs';
import { runJest } from './runner/run-jest.mjs';

const CONFIG = join('test', 'browser', 'jest.config.mjs');
/** What is timed is timed alone: two browsers would fight for the processors. */
const TIMED = join('test', 'browser', 'live.browser.ts');
const ALL = [['--maxWorkers=2', `--testPathIgnorePatterns=${TIMED}`], [TIMED]];

process.chdir(join(dirname(fileURLToPath(import.meta.url)), '..'));
process.exitCode = await test(process.argv.slice(2));

async function test(asked) {
  const chromium = findChromium();
  if (chromium === undefined) {
    console.error(
      'There is no Chromium on this machine, and without one the page cannot be judged. Install it (Debian: apt-get install chromium; macOS: brew install --cask chromium), or name one with CHROMIUM=/path/to/chromium.',
    );
    console.log('0 passed, 1 failed');
    return 1;
  }
  process.env.CHROMIUM = chromium;
  const scratch = await mkdtemp(join(tmpdir(), 'bridge-browser-'));
  const stop = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(name, () => stop.abort());
  try {
    await mkdir(join(scratch, 'tmp'));
    // The bridge lives in another zone than its viewers: a time of the wrong one shows.
    let passed = 0;
    let failed = 0;
    for (const suites of asked.length > 0 ? [asked] : ALL) {
      const run = { zone: 'Asia/Kolkata', suites: ['--config', CONFIG, ...suites] };
      const sum = await runJest(run, { scratch, mark: randomUUID(), signal: stop.signal });
      for (const fault of sum.faults) console.log(`fault: ${fault}`);
      passed += sum.passed;
      failed += sum.failed + sum.faults.length;
    }
    console.log(`${passed} passed, ${failed} failed`);
    return failed === 0 && passed > 0 ? 0 : 1;
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}
