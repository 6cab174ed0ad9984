import { Secret } from './secret.ts';
import { textSchema, Unreadable, type TextSchema } from './text-schema.ts';

/** Text kept exactly as typed. */
export function plainText(): TextSchema<string> {
  return textSchema((text) => text);
}

/** Text without the space around it that fits a pattern. */
export function textLike(pattern: RegExp, expected: string): TextSchema<string> {
  return textSchema((text) => {
    const trimmed = text.trim();
    return pattern.test(trimmed) ? trimmed : new Unreadable(expected);
  });
}

/** A secret kept exactly as typed, at least `shortest` characters long; `hint` says how to come by one. */
export function secretText(shortest = 1, hint = ''): TextSchema<Secret> {
  const expected = `at least ${shortest} characters${hint === '' ? '' : `, ${hint}`}`;
  return textSchema((text) =>
    text.length < shortest ? new Unreadable(expected) : new Secret(text),
  );
}

/** `true` or `false`, any case. */
export function yesOrNo(): TextSchema<boolean> {
  return textSchema((text) => {
    const word = text.trim().toLowerCase();
    return word === 'true' || word === 'false' ? word === 'true' : new Unreadable('true or false');
  });
}

/** A number from `least` to `most`, in plain decimal digits. */
export function numberFrom(
  least: number,
  most: number,
  unit: string,
  whole = true,
): TextSchema<number> {
  const digits = whole ? /^\d+$/ : /^\d+(\.\d+)?$/;
  return textSchema((text) => {
    const trimmed = text.trim();
    const value = digits.test(trimmed) ? Number(trimmed) : Number.NaN;
    return value >= least && value <= most
      ? value
      : new Unreadable(`a ${whole ? 'whole ' : ''}number from ${least} to ${most} (${unit})`);
  });
}

/** One of a few words, any case; `synonyms` are other spellings of them. */
export function oneOf<const Word extends string>(
  words: readonly Word[],
  synonyms: Readonly<Record<string, Word>> = {},
): TextSchema<Word> {
  const known = new Map<string, Word>([
    ...words.map((word) => [word, word] as const),
    ...Object.entries(synonyms),
  ]);
  const all = [...known.keys()];
  const expected = `${all.slice(0, -1).join(', ')} or ${all.at(-1) ?? ''}`;
  return textSchema((text) => known.get(text.trim().toLowerCase()) ?? new Unreadable(expected));
}
