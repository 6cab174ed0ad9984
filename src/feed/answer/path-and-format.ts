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

/** `entries/sgv.json` is the parts `entries` and `sgv` in JSON. One slash at the end counts for nothing. */
export function readPath(path: string): PathAndFormat {
  const match = /\.(json|csv|tsv|txt|html|png|svg|js)$/.exec(path);
  const bare = match === null ? path : path.slice(0, match.index);
  const parts = bare.replace(/\/$/, '').split('/').map(decoded);
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
