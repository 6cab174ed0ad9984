import { readdir, readFile } from 'node:fs/promises';
import { expect, test } from '@jest/globals';

const src = new URL('../../src/', import.meta.url);

/** Codes as the program declares them: in full, or as a name that its file puts behind its room’s prefix. */
async function declaredCodes(): Promise<Map<string, string>> {
  const codes = new Map<string, string>();
  for (const file of await readdir(src, { recursive: true })) {
    if (!file.endsWith('.ts')) continue;
    const text = await readFile(new URL(file, src), 'utf8');
    if (!text.includes('Failure')) continue;
    const inFull =
      /'((?:[a-z-]+)\.[a-z_]+)',\s*'(transient|throttled|credentials|refused|config|bug)'/g;
    for (const [, code = '', kind = ''] of text.matchAll(inFull)) codes.set(code, kind);
    const prefix = /BridgeFailure\(\s*`([a-z-]+)\.\$\{/.exec(text)?.[1];
    if (prefix === undefined) continue;
    const named =
      /[{(,]\s*'?(?!kind\b)([a-z_]+)'?(?::|,)\s*'(transient|throttled|credentials|refused|config|bug)'/g;
    for (const [, name = '', kind = ''] of text.matchAll(named))
      codes.set(`${prefix}.${name}`, kind);
  }
  return codes;
}

async function documentedCodes(): Promise<Map<string, string>> {
  const page = await readFile(new URL('../../docs/ERRORS.md', import.meta.url), 'utf8');
  const rows = page.matchAll(/^\| `([a-z-]+\.[a-z_]+)`\s*\| ([a-z]+)\s*\|/gm);
  return new Map([...rows].map(([, code = '', kind = '']) => [code, kind]));
}

test('every code of the program is documented with its kind', async () => {
  const declared = await declaredCodes();
  const documented = await documentedCodes();
  expect(declared.size).toBeGreaterThan(50);
  for (const [code, kind] of declared) expect([code, documented.get(code)]).toEqual([code, kind]);
});

test('every documented code exists', async () => {
  const declared = await declaredCodes();
  // Codes of single records travel in a receipt, without a kind of their own.
  const inReceipts = [
    'nightscout.refused_row',
    'nightscout.deleted_row',
    'nightscout.uncorrected_row',
    'nightscout.too_early',
    'mongodb.refused_document',
  ];
  const unknown = [...(await documentedCodes()).keys()].filter((code) => !declared.has(code));
  expect(unknown.filter((code) => !inReceipts.includes(code))).toEqual([]);
});
