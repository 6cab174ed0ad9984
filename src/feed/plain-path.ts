import { hasEnding } from './answer/path-and-format.ts';
import { COLLECTION_NAMES } from './v3/collections.ts';

/** The words below `/api/v1`, and below `/api/v2` once more. */
const V1 = [
  'entries/current',
  'slice',
  'times/echo',
  'count/*/where',
  'echo',
  'treatments',
  'devicestatus',
  'profile/current',
  'profiles',
  'activity',
  'food/quickpicks',
  'food/regular',
  'status',
  'verifyauth',
  'experiments/test',
];
/**
 * What of a path is a word of ours, as it is written here; whatever comes after is a name or a value, and stays as it came.
 * `*` stands for a value between words, two slashes for a place where one slash too many counts for nothing.
 */
const WORDS = [
  'pebble',
  'pebble.json',
  'sgv.json',
  'status.json',
  'treatments.json',
  'openapi.json',
  'api/versions',
  ...['api/v1//', 'api/v2//'].flatMap((below) => V1.map((word) => below + word)),
  'api/v2//properties//',
  'api/v2//authorization//request',
  ...['version', 'status', 'lastModified'].map((word) => `api/v3//${word}`),
  ...COLLECTION_NAMES.map((name) => `api/v3//${name}/history`),
];

/** A word with those that may follow, by their lower-case form. */
interface Word {
  readonly spelling: string;
  isLoose: boolean;
  readonly below: Map<string, Word>;
}

const TOP = wordTree();
const XDRIP = 'sgv.json';

/**
 * The one spelling of a path that the routes know; undefined for a path that is not the feed’s. Words may be written in capitals,
 * and one slash at the end counts for nothing.
 *
 * QUIRK(nightscout, 15.0.7): an ending before such a slash is none: `/entries.json/` is no path, and `/entries/sgv.json/` asks for a
 * type of that name. Endings below v1 and v2 are in lower case, words are never percent-encoded, and a second slash counts for
 * nothing only after `/api/v1`, `/api/v2`, `/api/v3`, `/properties` and `/authorization`.
 * @param path as it was sent, still encoded, beginning with a slash
 */
export function plainPath(path: string): string | undefined {
  const [, first = '', ...others] = path.split('/');
  const top = wordOf(TOP, first);
  if (top === undefined) return undefined;
  const parts = [top.text];
  let at: Word | undefined = top.word;
  let isLoose = false;
  for (const part of others) {
    if (part === '' && isLoose) {
      isLoose = false;
      continue;
    }
    const found: Told | undefined = at && wordOf(at, part);
    at = found?.word;
    isLoose = at?.isLoose ?? false;
    parts.push(found?.text ?? part);
  }
  if (parts.at(-1) === '' && isEnd(parts)) parts.pop();
  return `/${parts.join('/')}`;
}

/** Whether the slash after these parts ends a path that could do without. */
function isEnd(parts: readonly string[]): boolean {
  const last = parts.at(-2) ?? '';
  if (last === '' || parts[0] !== 'api') return last !== '';
  return !(parts[1] === 'v3' ? last.includes('.') : hasEnding(last));
}

interface Told {
  readonly word: Word | undefined;
  readonly text: string;
}

/** The word that a part is, with its ending as it came; undefined for what is none. */
function wordOf(above: Word, part: string): Told | undefined {
  const lower = part.toLowerCase();
  const whole = above.below.get(lower);
  if (whole !== undefined) return { word: whole, text: whole.spelling };
  if (above === TOP) {
    // xDrip answers whatever begins so.
    if (!lower.startsWith(XDRIP)) return undefined;
    return { word: undefined, text: XDRIP + part.slice(XDRIP.length) };
  }
  const [bare = ''] = lower.split('.', 1);
  const ended = above.below.get(bare);
  if (ended !== undefined) return { word: ended, text: ended.spelling + part.slice(bare.length) };
  const value = above.below.get('*');
  return value && { word: value, text: part };
}

function wordTree(): Word {
  const top: Word = { spelling: '', isLoose: false, below: new Map() };
  for (const path of WORDS) {
    let at = top;
    for (const spelling of path.split('/')) {
      if (spelling === '') {
        at.isLoose = true;
        continue;
      }
      const lower = spelling.toLowerCase();
      let word = at.below.get(lower);
      if (word === undefined) {
        word = { spelling, isLoose: false, below: new Map() };
        at.below.set(lower, word);
      }
      at = word;
    }
  }
  return top;
}
