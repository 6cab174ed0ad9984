import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

/** What a process has loaded: packages by name, own code by the path of its source (`src/feed/index.ts`). */
export async function readLoads(trace: string): Promise<ReadonlySet<string>> {
  const lines = (await readFile(trace, 'utf8')).split('\n').filter((line) => line !== '');
  const loaded = new Set<string>();
  for (const url of new Set(lines)) {
    const [, name] = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(url) ?? [];
    if (name !== undefined) loaded.add(name);
    else if (/\/dist\/[^/]+\.js$/.test(url)) {
      for (const source of await sourcesOf(fileURLToPath(url))) loaded.add(source);
    }
  }
  return loaded;
}

async function sourcesOf(chunk: string): Promise<readonly string[]> {
  const { sources } = JSON.parse(await readFile(`${chunk}.map`, 'utf8')) as {
    readonly sources: readonly string[];
  };
  return sources.map((path) => path.replace(/^(\.\.\/)+/, ''));
}
