/** A document as a destination holds it. */
export type StoredDocument = Readonly<Record<string, unknown>>;

/** How the documents of a destination differ from what Dexcom's last word makes of them; every list is empty when they do not. */
export interface Finding {
  readonly lost: string[];
  readonly doubled: string[];
  /** Documents of ours that nothing Dexcom says stands for. */
  readonly unfounded: string[];
  /** Documents that say something else, or more, than they should. */
  readonly altered: string[];
}

/** Nothing to find. */
export const NOTHING_WRONG: Finding = { lost: [], doubled: [], unfounded: [], altered: [] };

/** Who wrote a document, as the documentation of the bridge names it. */
export const OURS = 'nightscout-dexcom-bridge';

/** Starts with nothing found. */
export function emptyFinding(): Finding {
  return { lost: [], doubled: [], unfounded: [], altered: [] };
}

/** Which fields differ; those in `unjudged` may be there or not. Empty when the document says exactly what it should. */
export function differences(
  document: StoredDocument,
  wanted: StoredDocument,
  unjudged: readonly string[],
): readonly string[] {
  const names = new Set([...Object.keys(document), ...Object.keys(wanted)]);
  return [...names]
    .filter((name) => !unjudged.includes(name))
    .filter((name) => textOf(document[name]) !== textOf(wanted[name]))
    .map((name) => `${name}: ${textOf(document[name])} for ${textOf(wanted[name])}`);
}

/** The same text for the same content, whatever the order of its fields. */
function textOf(value: unknown): string {
  const text = JSON.stringify(value, (_name, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  ) as string | undefined;
  return text ?? 'nothing';
}
