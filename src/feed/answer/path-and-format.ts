/** Endings by which a path names its format, with the media type that Nightscout takes them for. */
const TYPES: Readonly<Record<string, string>> = {
  json: 'application/json',
  csv: 'text/csv',
  tsv: 'text/tab-separated-values',
  txt: 'text/plain',
  html: 'text/html',
  png: 'image/png',
  svg: 'image/svg+xml',
  js: 'application/javascript',
};

/** A path without its ending, in parts. */
export interface PathAndFormat {
  readonly parts: readonly string[];
  /** The media type that the ending asks for; undefined without one. */
  readonly type: string | undefined;
}

const ENDING = /\.(json|csv|tsv|txt|html|png|svg|js)$/;

/** Whether a part of a path names a format. */
export function hasEnding(part: string): boolean {
  return ENDING.test(part);
}

/**
 * `entries/sgv.json` is the parts `entries` and `sgv` in JSON. An ending with a slash after it belongs to the name.
 * The first part is a word of ours, and those are never encoded.
 */
export function readPath(path: string): PathAndFormat {
  const match = ENDING.exec(path);
  const bare = match === null ? path : path.slice(0, match.index);
  const name = bare.replace(/\/$/, '');
  const parts = (match !== null || hasEnding(name) ? name : bare)
    .split('/')
    .map((part, index) => (index === 0 ? part : decoded(part)));
  return { parts, type: match === null ? undefined : TYPES[match[1] ?? ''] };
}

/** A part that is no valid encoding stays as it came. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
