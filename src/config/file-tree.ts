import type { Document, Node, Pair } from 'yaml';
import type { Notes } from './faults.ts';

/** A configuration file as read: every value is the text that was typed. */
export type FileTree =
  | {
      readonly kind: 'text';
      readonly text: string;
      readonly line: number;
      /** An unquoted text that a comment follows on its line: perhaps its ` #` was meant to belong to it. */
      readonly commented: boolean;
    }
  | { readonly kind: 'list'; readonly items: readonly FileTree[]; readonly line: number }
  | {
      readonly kind: 'section';
      readonly entries: ReadonlyMap<string, FileTree>;
      readonly line: number;
    };

/** Deepest nesting taken; ours has four. The parser recurses, and past some thousand levels takes the process with it. */
const DEEPEST = 64;

/** The parser’s own messages can quote the file, and so a secret: only these words are shown. */
const WORDS: Readonly<Record<string, string>> = {
  ALIAS_PROPS: 'an alias (*name) can have no further marks',
  BAD_ALIAS: 'an alias (*name) is broken; put a text that begins with * in quotes',
  BAD_INDENT: 'the indentation does not fit the lines above',
  BAD_SCALAR_START: 'a text that begins with @ or ` must be in quotes',
  BLOCK_AS_IMPLICIT_KEY: 'a colon too many; put a text with ": " in it in quotes',
  MISSING_CHAR: 'a sign is missing, such as a colon, a closing quote or a closing bracket',
  MULTILINE_IMPLICIT_KEY:
    'a key without a colon, or a text over several lines; check the line above too',
  MULTIPLE_DOCS: 'a second document (---) begins here; one is taken',
  TAB_AS_INDENT: 'a tab is used as indentation; use spaces',
  TAG_RESOLVE_FAILED: 'a text that begins with ! must be in quotes',
  RESOURCE_EXHAUSTION: 'it is nested too deeply',
};

const CORE_NULL = new Set(['', '~', 'null', 'Null', 'NULL']);

/** Reads YAML or JSON. Every fault goes to `notes` under `label` with its line; then the answer is `undefined`. */
export async function readFileTree(
  text: string,
  label: string,
  notes: Notes,
): Promise<FileTree | undefined> {
  if (nestsTooDeeply(text)) {
    notes.fault(label, 'it is nested too deeply to be a configuration.');
    return undefined;
  }
  const yaml = await import('yaml');
  const lines = new yaml.LineCounter();
  const before = notes.faults.length;
  const isSound = (): boolean => notes.faults.length === before;
  const fault = (at: number, words: string): void => {
    const { line, col } = lines.linePos(at);
    notes.fault(`${label} line ${line}`, `${words} (column ${col}).`);
  };
  // "failsafe": every scalar is the text that was typed, so 00123, +1123 and true stay as they are.
  const document: Document.Parsed = yaml.parseDocument(text, {
    schema: 'failsafe',
    prettyErrors: false,
    // Checked below: the parser compares every key with every other, which takes seconds on a hostile file.
    uniqueKeys: false,
    lineCounter: lines,
  });
  for (const problem of [...document.errors, ...document.warnings].slice(0, 5)) {
    fault(problem.pos[0], WORDS[problem.code] ?? 'this is not valid YAML');
  }
  if (!isSound()) return undefined;

  let visited = 0;
  const walk = (given: Node | null, depth: number): FileTree | undefined => {
    const node = yaml.isAlias(given) ? given.resolve(document) : given;
    const at = given?.range?.[0] ?? 0;
    const line = lines.linePos(at).line;
    if (depth > DEEPEST || ++visited > 10_000) {
      if (isSound()) fault(at, 'it is nested too deeply, or refers to itself');
      return undefined;
    }
    if (node === undefined) {
      fault(at, WORDS['BAD_ALIAS'] ?? '');
      return undefined;
    }
    if (yaml.isScalar(node)) {
      const plain = node.type === 'PLAIN' || node.type === undefined;
      const value = typeof node.value === 'string' ? node.value : '';
      const commented = plain && typeof node.comment === 'string' && value !== '';
      return { kind: 'text', text: plain && CORE_NULL.has(value) ? '' : value, line, commented };
    }
    if (yaml.isSeq(node)) {
      const items = node.items.map((item) => walk(item as Node, depth + 1));
      return { kind: 'list', items: items.filter((item) => item !== undefined), line };
    }
    if (!yaml.isMap(node)) return { kind: 'text', text: '', line, commented: false };
    const entries = new Map<string, FileTree>();
    const keys = new Set<string>();
    for (const pair of node.items as Pair<Node, Node | null>[]) {
      const key = yaml.isScalar(pair.key) ? String(pair.key.value) : undefined;
      if (key === undefined) {
        fault(pair.key.range?.[0] ?? at, 'a key must be plain text');
        continue;
      }
      if (keys.has(key)) fault(pair.key.range?.[0] ?? at, 'the same key stands here twice');
      keys.add(key);
      const value = walk(pair.value, depth + 1);
      if (value === undefined) continue;
      if (key !== '<<') {
        entries.set(key, value);
      } else if (value.kind === 'section') {
        for (const [name, entry] of value.entries) {
          if (!entries.has(name)) entries.set(name, entry);
        }
      } else {
        fault(pair.key.range?.[0] ?? at, '<< takes the alias of one section');
      }
    }
    return { kind: 'section', entries, line };
  };
  const tree = walk(document.contents, 0);
  return isSound() ? tree : undefined;
}

/** Counts brackets left open and dashes in a row without reading further: enough to keep the parser from drowning. */
function nestsTooDeeply(text: string): boolean {
  let open = 0;
  for (const sign of text) {
    if (sign === '[' || sign === '{') open++;
    else if ((sign === ']' || sign === '}') && open > 0) open--;
    if (open > DEEPEST) return true;
  }
  return /(^|\n)[ \t]*([-?:][ \t]+){64}/.test(text);
}
