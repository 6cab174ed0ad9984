import { isWireObject, kindOf, wordOf, type WireObject } from './json-value.ts';

/** An answer whose records are still unread. */
export interface Envelope {
  readonly records: readonly unknown[];
  /** Dexcom's name of the account towards this client application. */
  readonly userId?: string;
}

/**
 * Unwraps an answer of alerts, calibrations, devices, egvs or events. `recordType` is not looked at: it was seen as
 * `calibration` and as `calibrations`.
 * @throws RangeError naming what is wrong.
 */
export function readEnvelope(text: string): Envelope {
  const answer = readAnswer(text);
  const { records } = answer;
  if (!Array.isArray(records)) {
    throw new RangeError(`records: expected a list, got ${kindOf(records)}`);
  }
  const userId = wordOf(answer['userId']);
  return { records, ...(userId === undefined ? {} : { userId }) };
}

/**
 * The object that a body holds.
 * @throws RangeError when it is no JSON, or no object.
 */
export function readAnswer(text: string): WireObject {
  let answer: unknown;
  try {
    answer = JSON.parse(text);
  } catch {
    throw new RangeError(`answer: expected JSON, got ${text.trim() === '' ? 'nothing' : 'a text'}`);
  }
  if (isWireObject(answer)) return answer;
  throw new RangeError(`answer: expected an object, got ${kindOf(answer)}`);
}
