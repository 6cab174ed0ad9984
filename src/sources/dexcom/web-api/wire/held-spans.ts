import type { EpochMs } from '../../../../domain/instant.ts';
import type { HeldSpan, HeldSpans } from '../../../history-source.ts';
import { readAnswer } from './envelope.ts';
import { readHeldMoments } from './held-moments.ts';
import { isWireObject, kindOf, wordOf, type WireObject } from './json-value.ts';

/** What an answer of `/dataRange` tells. */
export interface HeldAnswer {
  readonly spans: HeldSpans['spans'];
  /** Dexcom's name of the account towards this client application. */
  readonly userId?: string;
}

/** The lists that `/dataRange` knows; it tells nothing of alerts and devices. */
const LISTS = ['calibrations', 'egvs', 'events'] as const;

/**
 * Reads an answer of `/dataRange`. A list that is null or names no readable moment holds nothing.
 * QUIRK(web-api, 2026): a moment without `systemTime`: its display time tells it roughly; without that the span reaches as far as
 * those of the other lists. A start that nothing tells is the end; without any end there is no span.
 * @throws RangeError naming what is wrong, when it is no data range at all.
 */
export function readHeldSpans(text: string): HeldAnswer {
  const answer = readAnswer(text);
  if (LISTS.every((list) => answer[list] === undefined) && !isNamedDataRange(answer)) {
    throw new RangeError('answer: expected a data range, got an object without any of its lists');
  }
  const moments = readHeldMoments(LISTS.map((list) => readRange(list, answer[list])));
  const earliest = least(moments.map(({ start }) => start));
  const latest = greatest(moments.map(({ end }) => end));
  const spans: Partial<Record<(typeof LISTS)[number], HeldSpan>> = {};
  for (const [index, list] of LISTS.entries()) {
    const { start, end } = moments[index] ?? {};
    const lastly = end ?? latest;
    if ((start === undefined && end === undefined) || lastly === undefined) continue;
    spans[list] = {
      start: least([start ?? earliest, lastly]) ?? lastly,
      end: greatest([start, lastly]) ?? lastly,
    };
  }
  const userId = wordOf(answer['userId']);
  return { spans, ...(userId === undefined ? {} : { userId }) };
}

/** An account without any record may be answered with the wrapper alone. */
function isNamedDataRange(answer: WireObject): boolean {
  return wordOf(answer['recordType'])?.toLowerCase() === 'datarange';
}

function readRange(list: string, value: unknown): WireObject | undefined {
  if (value === undefined || value === null) return undefined;
  if (isWireObject(value)) return value;
  throw new RangeError(`${list}: expected start and end, or null, got ${kindOf(value)}`);
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
