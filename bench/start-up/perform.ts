import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { residentMb } from '../report/resident-mb.ts';
import type { Contestant } from './contestant.ts';
import type { Stage } from './start-stage.ts';

/** What one start showed. */
export interface Performance {
  /** From the spawn to the first request that brings a reading to the site, in ms. */
  readonly firstDeliveryMs: number;
  /** Resident memory at the end, in MB (2^20); undefined when it was not waited for. */
  readonly residentMb: number | undefined;
}

const PATIENCE_MS = 60_000;
const LOOK_EVERY_MS = 1;

/** Starts a program with an empty folder and an empty site, and watches it; `lifeMs` 0 ends it at its first delivery. */
export async function perform(
  contestant: Contestant,
  stage: Stage,
  lifeMs = 0,
): Promise<Performance> {
  const site = await stage.openSite();
  const dataDir = await mkdtemp(join(stage.folder, 'data-'));
  const startedAt = performance.now();
  const child = spawn(process.execPath, [...contestant.args], {
    cwd: dataDir,
    env: { PATH: process.env['PATH'] ?? '', ...contestant.env(stage, site.url, dataDir) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  child.stdout.on('data', (text: Buffer) => (said += String(text)));
  child.stderr.on('data', (text: Buffer) => (said += String(text)));
  const closed = once(child, 'close');
  try {
    while (!site.requests.records.some((request) => (request.rows ?? 0) > 0)) {
      const isLate = performance.now() - startedAt > PATIENCE_MS;
      if (isLate || child.exitCode !== null) {
        throw new Error(`${contestant.label} delivered nothing:\n${said.slice(-2_000)}`);
      }
      await wait(LOOK_EVERY_MS);
    }
    const firstDeliveryMs = performance.now() - startedAt;
    if (lifeMs === 0) return { firstDeliveryMs, residentMb: undefined };
    await wait(Math.max(0, lifeMs - firstDeliveryMs));
    return { firstDeliveryMs, residentMb: await residentMb(child.pid) };
  } finally {
    child.kill('SIGKILL');
    await closed;
    await site.stop();
  }
}
