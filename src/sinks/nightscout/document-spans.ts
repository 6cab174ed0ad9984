import { DAY_MS, SECOND_MS } from '../../domain/instant.ts';
import { lookSpans, type LookSpan } from './look-spans.ts';
import { COPY_WITHIN_MS } from './same-document.ts';

/** Texts of instants are compared letter by letter, and some have no milliseconds: a second more on each side finds them. */
const LOOK_AROUND_MS = COPY_WITHIN_MS + SECOND_MS;
/** Treatments are few and their types are asked for by name: one question for days costs less than one for each. */
const LONGEST_SILENCE_MS = 3 * DAY_MS;

/** The fewest spans in which documents of these instants (UTC ms), and copies of them, can lie. */
export function documentSpans(instants: readonly number[]): readonly LookSpan[] {
  const dated = instants.map((date) => ({ date }));
  return lookSpans(dated, LOOK_AROUND_MS, LONGEST_SILENCE_MS);
}
