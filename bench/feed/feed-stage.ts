import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../../src/platform/clock.ts';
import { seededRandom } from '../../src/platform/random.ts';
import { startShareSimulator } from '../../src/simulator/index.ts';

/** A bridge that holds a day of readings and serves them; nobody has asked it for anything yet. */
export interface FeedStage {
  /** Without a slash at its end. */
  readonly url: string;
  readonly pid: number | undefined;
  stop(): Promise<void>;
}

const MAIN = join(import.meta.dirname, '..', '..', 'dist', 'main.js');
const ACCOUNT = { name: 'bench-user', password: 'bench-password' };

/** Starts one on loopback, without any Nightscout; its readings come from a simulated Share. */
export async function startFeedStage(): Promise<FeedStage> {
  const folder = await mkdtemp(join(tmpdir(), 'bridge-bench-'));
  const share = await startShareSimulator({
    clock: systemClock,
    random: seededRandom(1),
    accounts: [ACCOUNT],
    patient: { seed: 1 },
  });
  const child = spawn(process.execPath, [MAIN, 'run', '--log-format', 'json'], {
    cwd: folder,
    env: {
      PATH: process.env['PATH'] ?? '',
      DEXCOM_USERNAME: ACCOUNT.name,
      DEXCOM_PASSWORD: ACCOUNT.password,
      DEXCOM_SHARE_URL: share.url,
      DATA_DIR: join(folder, 'data'),
      LISTEN: '127.0.0.1:0',
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const closed = once(child, 'close');
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
  const told = async (pattern: RegExp): Promise<string> => {
    for (;;) {
      const found = pattern.exec(said);
      if (found !== null) return found[1] ?? '';
      if (child.exitCode !== null) throw new Error(`the bridge has ended:\n${said}`);
      await Promise.race([once(child.stderr, 'data'), closed]);
    }
  };
  await told(/"event":"source\.polled"/);
  return {
    url: await told(/"event":"bridge\.listening".*"address":"([^"]+)"/),
    pid: child.pid,
    async stop() {
      child.kill('SIGTERM');
      await closed;
      await share.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
