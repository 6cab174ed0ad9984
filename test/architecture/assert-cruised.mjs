/**
 * Fails when dependency-cruiser did not see every TypeScript file of src: with the wrong set of compilers it reads none of
 * them and reports success. Also fails when it met a rule’s fault, so that it can stand alone.
 */
import { execFile } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const CRUISER = join(ROOT, 'node_modules', 'dependency-cruiser', 'bin', 'dependency-cruise.mjs');
/** Of the whole report, in bytes. */
const MOST_OUTPUT = 200_000_000;

const held = (await readdir(join(ROOT, 'src'), { recursive: true }))
  .filter((name) => name.endsWith('.ts'))
  .map((name) => `src/${name.replaceAll('\\', '/')}`);
const { stdout } = await promisify(execFile)(
  process.execPath,
  [CRUISER, 'src', '--config', '.dependency-cruiser.cjs', '--output-type', 'json'],
  { cwd: ROOT, maxBuffer: MOST_OUTPUT },
);
const { modules, summary } = JSON.parse(stdout);
const seen = new Set(modules.map(({ source }) => source));
// A file that is met but not read has no dependencies at all; the few that truly have none are few.
const read = modules.filter(
  ({ source, dependencies }) => source.startsWith('src/') && dependencies.length > 0,
);
const missed = held.filter((file) => !seen.has(file));
if (held.length === 0 || missed.length > 0) {
  console.error(
    `dependency-cruiser saw ${held.length - missed.length} of ${held.length} files of src.`,
  );
  for (const file of missed.slice(0, 10)) console.error(`  not seen: ${file}`);
  process.exitCode = 1;
} else if (read.length < held.length / 2) {
  console.error(
    `dependency-cruiser found imports in only ${read.length} of ${held.length} files of src.`,
  );
  process.exitCode = 1;
} else if (summary.error > 0) {
  console.error(`dependency-cruiser found ${summary.error} faults.`);
  process.exitCode = 1;
} else {
  console.log(`all ${held.length} files of src were cruised`);
}
