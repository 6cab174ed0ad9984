/** Which of Dexcom's ways of writing the same thing an answer uses. */
export interface ShareShape {
  /** `/Date(…)/` (2015, 2017) instead of `Date(…)`. */
  readonly slashes: boolean;
  /** The trend as a word (since 2021) or as its number. */
  readonly trend: 'word' | 'number';
  /** `WT` carries the person's offset too. */
  readonly wtWithOffset: boolean;
  /** How far `ST` is ahead of `WT`, in ms: 0 today, 5 000 in 2017, 3 576 000 with a receiver's wrong clock. */
  readonly stAheadMs: number;
  /** `DT` counts the wearer's wall clock as if it were UTC, as before 2018. */
  readonly dtShifted: boolean;
  /** `167.0` instead of `167`. */
  readonly decimalValues: boolean;
  /** Not computable is also seen as `NonComputable`. */
  readonly notComputableWord: 'NotComputable' | 'NonComputable';
  /** The account call answers with the id, or (newer accounts) with `{accountId}`. */
  readonly account: 'string' | 'object';
  /** `SubCode` of an error holds XML, or (since 2025-12) JSON. */
  readonly subCode: 'xml' | 'json';
}

/** As Share answers today. */
export const modernShape: ShareShape = {
  slashes: false,
  trend: 'word',
  wtWithOffset: false,
  stAheadMs: 0,
  dtShifted: false,
  decimalValues: false,
  notComputableWord: 'NotComputable',
  account: 'string',
  subCode: 'xml',
};

/** As Share answered in 2017. */
export const legacyShape: ShareShape = {
  ...modernShape,
  slashes: true,
  trend: 'number',
  stAheadMs: 5_000,
  dtShifted: true,
};

/** Applies what JSON says of a shape; an unknown name or a wrong kind of value is an error. @throws RangeError */
export function changeShape(
  shape: ShareShape,
  change: Readonly<Record<string, unknown>>,
): ShareShape {
  const next: Record<string, unknown> = { ...shape };
  const words: Readonly<Record<string, readonly string[]>> = {
    trend: ['word', 'number'],
    notComputableWord: ['NotComputable', 'NonComputable'],
    account: ['string', 'object'],
    subCode: ['xml', 'json'],
  };
  for (const [name, value] of Object.entries(change)) {
    const choices = words[name];
    const fits = choices
      ? choices.includes(value as string)
      : name in shape && typeof value === typeof next[name];
    if (!fits)
      throw new RangeError(`the shape has no ${name} that could be ${JSON.stringify(value)}`);
    next[name] = value;
  }
  return next as unknown as ShareShape;
}
