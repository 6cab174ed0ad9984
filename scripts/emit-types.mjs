/**
 * Writes the type declarations of the library to dist/types: those that a consumer can reach from its entry, and no other.
 * Each file is turned by itself, without a type check (`npm run typecheck` does that), so that this takes a second.
 */
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');
const ENTRY = join(ROOT, 'src', 'library', 'index.ts');
const OUT = join(ROOT, 'dist', 'types');

const compilerOptions = {
  declaration: true,
  isolatedDeclarations: true,
  module: ts.ModuleKind.NodeNext,
  target: ts.ScriptTarget.ES2022,
  verbatimModuleSyntax: true,
};

await rm(OUT, { recursive: true, force: true });
await mkdir(OUT, { recursive: true });
const waiting = [ENTRY];
const met = new Set(waiting);
for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
  const source = await readFile(file, 'utf8');
  const { outputText, diagnostics = [] } = ts.transpileDeclaration(source, {
    fileName: file,
    reportDiagnostics: true,
    compilerOptions,
  });
  if (diagnostics.length > 0) {
    throw new Error(ts.formatDiagnostics(diagnostics, formatHost()));
  }
  const text = outputText.replace(/(\bfrom\s+')([^']+)(';)/g, (_, before, specifier, after) => {
    const next = join(dirname(file), specifier);
    // What a consumer reads must not hang on a room of the bridge, which may change with any version.
    if (dirname(next) !== dirname(ENTRY)) throw new Error(`${file} gives away ${specifier}`);
    if (!met.has(next)) {
      met.add(next);
      waiting.push(next);
    }
    return `${before}${specifier.replace(/\.ts$/, '.js')}${after}`;
  });
  await writeFile(join(OUT, basename(file).replace(/\.ts$/, '.d.ts')), text);
}

function formatHost() {
  return {
    getCanonicalFileName: (name) => name,
    getCurrentDirectory: () => ROOT,
    getNewLine: () => '\n',
  };
}
