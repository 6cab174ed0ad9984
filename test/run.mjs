/**
 * `npm test`: every suite once, in a zone with half an hour; then what depends on a zone again in two others. The last line
 * is the sum, `N passed, N failed`; the exit code is 1 when anything failed, was skipped, or was left behind.
 *
 *   npm test                        all of it
 *   npm test -- test/pipeline       only these suites, once (TZ=… chooses the zone)
 *   npm run test:soak               half a day of faults in fake time, see test/system/soak.ts
 */
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { foldersLeft, processesLeft } from './runner/leftovers.mjs';
import { planRuns } from './runner/plan.mjs';
import { runJest } from './runner/run-jest.mjs';
import { resolveMongod } from './support/mongod/resolve-mongod.mjs';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');
process.chdir(ROOT);
const [first, ...rest] = process.argv.slice(2);
process.exitCode = first === 'soak' ? await soak(rest) : await test(process.argv.slice(2));

async function test(asked) {
  const runs = planRuns(asked, process.env);
  try {
    await resolveMongod();
  } catch (thrown) {
    console.error(thrown instanceof Error ? thrown.message : thrown);
    return 1;
  }
  const mark = randomUUID();
  const scratch = await mkdtemp(join(tmpdir(), 'bridge-run-'));
  const stop = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(name, () => stop.abort());
  const sum = { passed: 0, failed: 0, faults: [] };
  try {
    await mkdir(join(scratch, 'tmp'));
    for (const run of runs) {
      if (stop.signal.aborted) break;
      const startedAt = performance.now();
      const { passed, failed, faults } = await runJest(run, { scratch, mark, signal: stop.signal });
      const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1);
      console.log(`${run.zone}: ${passed} passed, ${failed} failed, ${seconds} s`);
      sum.passed += passed;
      sum.failed += failed;
      sum.faults.push(...faults);
    }
    if (stop.signal.aborted) sum.faults.push('stopped before the end');
    sum.faults.push(...(await sweep(mark, scratch)));
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
  for (const fault of sum.faults) console.log(`fault: ${fault}`);
  // What no test stands for counts as a failure, so that the line alone tells the truth.
  const failed = sum.failed + sum.faults.length;
  console.log(`${sum.passed} passed, ${failed} failed`);
  return failed === 0 && sum.passed > 0 ? 0 : 1;
}

/** Ends what the suites left running and names what they left lying. */
async function sweep(mark, scratch) {
  const faults = [];
  for (const { pid, command } of await processesLeft(mark)) {
    faults.push(`a process was left running: ${command.slice(0, 160)}`);
    process.kill(pid, 'SIGKILL');
  }
  for (const name of await foldersLeft(join(scratch, 'tmp'))) {
    faults.push(`a temporary folder was left: ${name}`);
  }
  return faults;
}

async function soak(args) {
  const loader = join('test', 'support', 'run-typescript.mjs');
  const child = spawn(
    process.execPath,
    ['--import', join(ROOT, loader), join('test', 'system', 'soak', 'run-soak.ts'), ...args],
    { stdio: 'inherit' },
  );
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(name, () => child.kill(name));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? 1));
  });
}
