/**
 * Writes the type declarations of the library to dist/types: those that a consumer can reach from its entry, and no other.
 * Checks no types (`npm run typecheck` does that), so that this takes two seconds.
 */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');
const ENTRY = join(ROOT, 'src', 'library', 'index.ts');
const OUT = join(ROOT, 'dist', 'types');

const { config } = ts.readConfigFile(join(ROOT, 'tsconfig.json'), ts.sys.readFile);
const { options } = ts.parseJsonConfigFileContent({ ...config, files: [ENTRY] }, ts.sys, ROOT);
const program = ts.createProgram([ENTRY], {
  ...options,
  noEmit: false,
  noCheck: true,
  declaration: true,
  emitDeclarationOnly: true,
});

await rm(OUT, { recursive: true, force: true });
await mkdir(OUT, { recursive: true });
const waiting = [ENTRY];
const met = new Set(waiting);
for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
  const text = declarationOf(file).replace(
    /(\bfrom\s+')([^']+)(';)/g,
    (_, before, specifier, after) => {
      const next = join(dirname(file), specifier.replace(/\.js$/, '.ts'));
      // What a consumer reads must not hang on a room of the bridge, which may change with any version.
      if (dirname(next) !== dirname(ENTRY)) throw new Error(`${file} gives away ${specifier}`);
      if (!met.has(next)) {
        met.add(next);
        waiting.push(next);
      }
      return `${before}${specifier.replace(/\.ts$/, '.js')}${after}`;
    },
  );
  await writeFile(join(OUT, basename(file).replace(/\.ts$/, '.d.ts')), text);
}

function declarationOf(file) {
  const source = program.getSourceFile(file);
  const faults = program.getDeclarationDiagnostics(source);
  if (faults.length > 0) {
    throw new Error(ts.flattenDiagnosticMessageText(faults[0].messageText, '\n'));
  }
  let text;
  program.emit(source, (_, written) => (text = written), undefined, true);
  if (text === undefined) throw new Error(`${file} has no declaration`);
  return text;
}
