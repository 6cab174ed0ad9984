/** A metric as an expression names it, with the labels that it demands to be equal to a text. */
export interface Selected {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** Words of the language that stand where a metric could. */
const KEYWORDS = new Set(['and', 'or', 'unless', 'offset', 'bool', 'inf', 'nan']);
/** The parentheses behind these words hold labels. */
const BEFORE_LABELS = new Set(['by', 'without', 'on', 'ignoring', 'group_left', 'group_right']);

const KINDS = ['space', 'range', 'number', 'name', 'matchers', 'labels', 'text', 'sign'];
const TOKENS =
  /(\s+)|(\[[^\]]*\])|(\d[\w.]*)|([a-zA-Z_:][\w:]*)|(\{(?:[^"}]|"(?:[^"\\]|\\.)*")*\})|(\([\w\s,]*\))|("(?:[^"\\]|\\.)*")|(.)/gs;
const EQUAL = /([a-zA-Z_]\w*)\s*=\s*"([^"]*)"/g;

/** Every metric that a PromQL expression asks for: what is neither a function, a label nor a word of the language. */
export function promqlNames(expression: string): readonly Selected[] {
  const tokens = [...expression.matchAll(TOKENS)]
    .map(([text, ...groups]) => ({ text, kind: KINDS[groups.findIndex(Boolean)] }))
    .filter(({ kind }) => kind !== 'space');
  return tokens.flatMap(({ kind, text }, index): readonly Selected[] => {
    const next = tokens[index + 1];
    if (kind === 'labels' && !BEFORE_LABELS.has(tokens[index - 1]?.text ?? '')) {
      // `time()` holds nothing, and `rate(up)` a metric.
      return promqlNames(text.slice(1, -1));
    }
    if (kind !== 'name' || KEYWORDS.has(text.toLowerCase()) || BEFORE_LABELS.has(text)) return [];
    if (next?.text.startsWith('(')) return [];
    // `sum by (account) (…)` is a function as well.
    if (BEFORE_LABELS.has(next?.text ?? '') && tokens[index + 3]?.text.startsWith('(')) return [];
    const matchers = next?.kind === 'matchers' ? next.text : '';
    const equal = [...matchers.matchAll(EQUAL)].map(([, label = '', value = '']) => [label, value]);
    return [{ name: text, labels: Object.fromEntries(equal) as Record<string, string> }];
  });
}
