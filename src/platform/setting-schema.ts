import { z } from 'zod';
import { Secret } from './secret.ts';

type TextSchema<Value> = z.ZodType<Value, string>;

/** Text kept exactly as typed. */
export function plainText(): TextSchema<string> {
  return z.string();
}

/** A secret kept exactly as typed, at least `shortest` characters long. */
export function secretText(shortest = 1): TextSchema<Secret> {
  return z
    .string()
    .min(shortest, { error: `at least ${shortest} characters` })
    .transform((text) => new Secret(text));
}

/** `true` or `false`, any case. */
export function yesOrNo(): TextSchema<boolean> {
  return z
    .string()
    .trim()
    .toLowerCase()
    .pipe(z.enum(['true', 'false'], { error: 'true or false' }))
    .transform((word) => word === 'true');
}

/** A number from `least` to `most`, in plain decimal digits. */
export function numberFrom(
  least: number,
  most: number,
  unit: string,
  whole = true,
): TextSchema<number> {
  const expected = `a ${whole ? 'whole ' : ''}number from ${least} to ${most} (${unit})`;
  return z
    .string()
    .trim()
    .regex(whole ? /^\d+$/ : /^\d+(\.\d+)?$/, { error: expected })
    .transform(Number)
    .pipe(z.number().min(least, { error: expected }).max(most, { error: expected }));
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
  return z.string().transform((text, issues) => {
    const word = known.get(text.trim().toLowerCase());
    if (word !== undefined) return word;
    issues.addIssue({ code: 'custom', message: expected });
    return z.NEVER;
  });
}
