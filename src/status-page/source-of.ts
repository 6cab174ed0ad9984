import type { Reading } from '../domain/reading.ts';
import type { SourceName } from '../domain/record.ts';

/** What the Web API says of every reading, and Share of none. */
const WEB_API_ALONE = [
  'recordId',
  'transmitterId',
  'transmitterTicks',
  'transmitterGeneration',
  'displayDevice',
  'displayApp',
] as const satisfies readonly (keyof Reading)[];

/**
 * Which service a reading is known from: the Web API where any field says so that Share never sends.
 * @param sources of the account: where there is only one, it was that.
 */
export function sourceOf(reading: Reading, sources: readonly string[]): SourceName {
  const [only, ...others] = sources;
  if (others.length === 0 && (only === 'share' || only === 'web-api')) return only;
  return WEB_API_ALONE.some((field) => reading[field] !== undefined) ? 'web-api' : 'share';
}
