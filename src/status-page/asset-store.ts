import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';

/** A file of the page, ready to be sent. */
export interface Asset {
  /** With a piece of the hash of its content: `page.1a2b3c4d5e6f.js`. */
  readonly name: string;
  readonly type: string;
  readonly plain: Buffer<ArrayBuffer>;
  readonly gzipped: Buffer<ArrayBuffer>;
}

/** What the page loads. */
export interface Assets {
  /** Sets colours before the first paint. */
  readonly look: Asset;
  readonly script: Asset;
  readonly style: Asset;
}

const JAVASCRIPT = 'text/javascript; charset=utf-8';
const HASH_CHARACTERS = 12;

/** Beside the program where it is built, else in the build of the work tree. */
const FOLDERS = [
  new URL('./public/', import.meta.url),
  new URL('../../dist/public/', import.meta.url),
];

/** Reads the page’s files once; undefined where they were not built, and the page does without them. */
export function createAssetStore(): () => Promise<Assets | undefined> {
  let loading: Promise<Assets | undefined> | undefined;
  return () => (loading ??= load());
}

async function load(): Promise<Assets | undefined> {
  for (const folder of FOLDERS) {
    try {
      const [look, script, style] = await Promise.all([
        loadOne(folder, 'look.js', JAVASCRIPT),
        loadOne(folder, 'page.js', JAVASCRIPT),
        loadOne(folder, 'page.css', 'text/css; charset=utf-8'),
      ]);
      return { look, script, style };
    } catch {
      continue;
    }
  }
  return undefined;
}

async function loadOne(folder: URL, file: string, type: string): Promise<Asset> {
  const plain = await readFile(new URL(file, folder));
  const hash = createHash('sha256').update(plain).digest('hex').slice(0, HASH_CHARACTERS);
  const name = file.replace('.', `.${hash}.`);
  return { name, type, plain, gzipped: await promisify(gzip)(plain, { level: 9 }) };
}
