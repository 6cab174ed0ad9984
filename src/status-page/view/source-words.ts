import type { SourceName } from '../../domain/record.ts';

/** Where a reading is known from. What came by Share and was found again in the history of the Web API is the latter’s. */
export const SOURCE_WORDS: Readonly<Record<SourceName, string>> = {
  share: 'Share',
  'web-api': 'Web API',
};
