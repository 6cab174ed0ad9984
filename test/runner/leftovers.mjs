import { readdir, readFile, readlink } from 'node:fs/promises';
import { join } from 'node:path';

/** What jest and Node themselves keep in the folder for temporary files. */
const KEPT_BY_OTHERS = [/^jest/, /^haste-map/, /^node-compile-cache$/, /^v8-compile-cache/];

/** Names in the temporary folder of the run that a suite made and did not remove. */
export async function foldersLeft(folder) {
  const names = await readdir(folder);
  return names.filter((name) => !KEPT_BY_OTHERS.some((pattern) => pattern.test(name)));
}

/** Processes, other than this one, that carry the mark of the run in their environment; none where there is no /proc. */
export async function processesLeft(mark) {
  const found = [];
  const names = await readdir('/proc').catch(() => []);
  for (const name of names.filter((each) => /^\d+$/.test(each))) {
    if (Number(name) === process.pid) continue;
    const environment = await readFile(join('/proc', name, 'environ'), 'utf8').catch(() => '');
    if (!environment.split('\0').includes(`BRIDGE_TEST_RUN=${mark}`)) continue;
    const command = await readFile(join('/proc', name, 'cmdline'), 'utf8').catch(() => '');
    const program = await readlink(join('/proc', name, 'exe')).catch(() => '');
    found.push({ pid: Number(name), command: command.replaceAll('\0', ' ').trim() || program });
  }
  return found;
}
