/**
 * `npm run test:soak -- --minutes 24`: the real bridge lives half a day of faults in that many minutes, its clock and timers
 * and those of the simulator 30 times as fast (by faketime). Ends with 0 when nothing was lost or doubled.
 */
import { spawn } from 'node:child_process';
import { access, constants } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { parseArgs } from 'node:util';

const SPEED = 30;
const STAGE = join(import.meta.dirname, 'soak-stage.ts');
const LOADER = join(import.meta.dirname, '..', '..', 'support', 'run-typescript.mjs');

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '24' },
    seed: { type: 'string', default: String(Date.now() % 100_000) },
  },
});
const minutes = Number(values.minutes);
if (!(minutes >= 2)) {
  console.error(`--minutes: expected 2 or more, not ${values.minutes}`);
  process.exitCode = 64;
} else if (!(await isOnPath('faketime'))) {
  console.error(
    'The soak test needs faketime, which makes a process’s clock run faster: `apt-get install faketime` on Debian and ' +
      'Ubuntu, `dnf install libfaketime` on Fedora, `brew install libfaketime` on macOS.',
  );
  process.exitCode = 69;
} else {
  const node = [process.execPath, '--import', LOADER, STAGE];
  const child = spawn(
    'faketime',
    ['-m', '-f', `+0 x${SPEED}`, ...node, String(minutes * SPEED), values.seed],
    { stdio: ['ignore', 'inherit', 'inherit'] },
  );
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
  child.on('close', (code) => (process.exitCode = code ?? 1));
}

async function isOnPath(program: string): Promise<boolean> {
  for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
    if (folder === '') continue;
    const found = await access(join(folder, program), constants.X_OK).then(
      () => true,
      () => false,
    );
    if (found) return true;
  }
  return false;
}
