import type { EpochMs } from '../../../../domain/instant.ts';
import type { HeldSpan, HeldSpans } from '../../../history-source.ts';
import { readSystemTime } from './dated.ts';
import { readAnswer } from './envelope.ts';
import { isWireObject, kindOf, wordOf, type WireObject } from './json-value.ts';

/** What an answer of `/dataRange` tells. */
export interface HeldAnswer {
  readonly spans: HeldSpans['spans'];
  /** Dexcom's name of the account towards this client application. */
  readonly userId?: string;
}

/** The lists that `/dataRange` knows; it tells nothing of alerts and devices. */
const LISTS = ['calibrations', 'egvs', 'events'] as const;

/** The moments of one list that could be read. */
interface Moments {
  readonly start: EpochMs | undefined;
  readonly end: EpochMs | undefined;
}

/**
 * Reads an answer of `/dataRange`. A list that is null or names no readable moment holds nothing.
 * QUIRK(web-api, 2026): a moment without `systemTime`. The span then reaches as far as that of the other lists: to ask for too
 * much costs a call, to ask for too little costs records.
 * @throws RangeError naming what is wrong, when it is no data range at all.
 */
export function readHeldSpans(text: string): HeldAnswer {
  const answer = readAnswer(text);
  if (LISTS.every((list) => answer[list] === undefined) && !isNamedDataRange(answer)) {
    throw new RangeError('answer: expected a data range, got an object without any of its lists');
  }
  const moments = LISTS.map((list) => readMoments(list, answer[list]));
  const earliest = least(moments.map(({ start }) => start));
  const latest = greatest(moments.map(({ end }) => end));
  const spans: Partial<Record<(typeof LISTS)[number], HeldSpan>> = {};
  for (const [index, list] of LISTS.entries()) {
    const { start, end } = moments[index] ?? { start: undefined, end: undefined };
    if (start === undefined && end === undefined) continue;
    const from = least([start ?? earliest, end]);
    const to = greatest([end ?? latest, start]);
    if (from !== undefined && to !== undefined) spans[list] = { start: from, end: to };
  }
  const userId = wordOf(answer['userId']);
  return { spans, ...(userId === undefined ? {} : { userId }) };
}

/** An account without any record may be answered with the wrapper alone. */
function isNamedDataRange(answer: WireObject): boolean {
  return wordOf(answer['recordType'])?.toLowerCase() === 'datarange';
}

function readMoments(list: string, value: unknown): Moments {
  if (value === undefined || value === null) return { start: undefined, end: undefined };
  if (!isWireObject(value)) {
    throw new RangeError(`${list}: expected start and end, or null, got ${kindOf(value)}`);
  }
  return { start: readMoment(value['start']), end: readMoment(value['end']) };
}

function readMoment(value: unknown): EpochMs | undefined {
  return isWireObject(value) ? readSystemTime(value['systemTime']) : undefined;
}

function least(moments: readonly (EpochMs | undefined)[]): EpochMs | undefined {
  return moments.reduce(
    (a, b) => (a === undefined || (b !== undefined && b < a) ? b : a),
    undefined,
  );
}

function greatest(moments: readonly (EpochMs | undefined)[]): EpochMs | undefined {
  return moments.reduce(
    (a, b) => (a === undefined || (b !== undefined && b > a) ? b : a),
    undefined,
  );
}
