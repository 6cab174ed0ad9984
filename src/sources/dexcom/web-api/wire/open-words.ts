import { wordOf } from './json-value.ts';

/** Reads a word of an open set; undefined where there is none. */
export type WordReader = (value: unknown) => string | undefined;

/**
 * A reader of words that takes a documented one in any case, with or without blanks, hyphens and underscores, and gives it in
 * its documented spelling; one that is not documented is kept as it came.
 * QUIRK(web-api, 2025-12): new products bring new words without notice (`g715day`); a reader that knows them all loses data.
 * QUIRK(web-api, 2022): `g6 pro` where `g6Pro` is documented.
 */
export function openWords(documented: readonly string[]): WordReader {
  const bySpelling = new Map(documented.map((word) => [spellingOf(word), word]));
  return (value) => {
    const word = wordOf(value);
    return word === undefined ? undefined : (bySpelling.get(spellingOf(word)) ?? word);
  };
}

function spellingOf(word: string): string {
  return word.toLowerCase().replace(/[\s_-]/g, '');
}
