import { execFile } from 'node:child_process';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const NAME = 'share2nightscout-bridge';
/** Git-ignored. The peer is fetched when it is measured: it is no dependency and never part of the repository. */
const CACHE = join(import.meta.dirname, '..', '..', '.cache', 'bench');
const FETCH_MS = 300_000;

/** The peer as npm serves it. */
export interface Peer {
  readonly name: string;
  readonly version: string;
  /** The file to start. */
  readonly main: string;
}

/** Fetches the newest share2nightscout-bridge unless the cache holds one. */
export async function fetchPeer(): Promise<Peer> {
  const folder = join(CACHE, 'node_modules', NAME);
  try {
    return await readPeer(folder);
  } catch {
    await mkdir(CACHE, { recursive: true });
    const how = ['install', '--prefix', CACHE, '--no-save', '--no-audit', '--no-fund', NAME];
    await run('npm', how, { timeout: FETCH_MS });
    return await readPeer(folder);
  }
}

async function readPeer(folder: string): Promise<Peer> {
  const about = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as {
    readonly version: string;
    readonly main?: string;
  };
  return { name: NAME, version: about.version, main: join(folder, about.main ?? 'index.js') };
}
