import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

const JEST = join('node_modules', 'jest', 'bin', 'jest.js');

/**
 * Runs jest once in a zone; it prints what it does, and its own report is read from a file afterwards.
 * @returns {Promise<{ passed: number, failed: number, faults: string[] }>} faults are what no test stands for.
 */
export async function runJest({ zone, suites }, { scratch, mark, signal }) {
  const report = join(scratch, `report-${zone.replaceAll('/', '-')}.json`);
  const node = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning', JEST];
  const args = [...node, '--json', '--outputFile', report, ...suites];
  const child = spawn(process.execPath, args, {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, TZ: zone, TMPDIR: join(scratch, 'tmp'), BRIDGE_TEST_RUN: mark },
  });
  const stop = () => child.kill('SIGTERM');
  signal.addEventListener('abort', stop, { once: true });
  const how = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, by) => resolve(code ?? by));
  });
  signal.removeEventListener('abort', stop);
  return judge(await read(report), how, zone);
}

async function read(report) {
  try {
    return JSON.parse(await readFile(report, 'utf8'));
  } catch {
    return undefined;
  }
}

function judge(report, how, zone) {
  if (!report)
    return { passed: 0, failed: 0, faults: [`${zone}: jest ended (${how}) and said nothing`] };
  const faults = [];
  const broken = report.numRuntimeErrorTestSuites;
  if (broken > 0) faults.push(`${zone}: ${broken} suites could not be loaded`);
  const left = report.numPendingTests + report.numTodoTests + report.numPendingTestSuites;
  if (left > 0) faults.push(`${zone}: ${left} tests were skipped`);
  const { numPassedTests: passed, numFailedTests: failed } = report;
  if (passed + failed === 0) faults.push(`${zone}: no test was run`);
  if (!report.success && faults.length === 0 && failed === 0) {
    faults.push(`${zone}: jest reports a failure outside the tests`);
  }
  return { passed, failed, faults };
}
