/** Which of the possible ways of answering the Web API uses; each was seen or is left open by its documents. */
export interface WebApiShape {
  /** The token answer with Keycloak’s further fields, or the four of the documents. */
  readonly tokenForm: 'short' | 'long';
  /** `expires_in` counts milliseconds, as one page of the documents says. */
  readonly expiresInMs: boolean;
  /** OAuth errors carry an `error_description`. */
  readonly errorDescription: boolean;
  /** 429 names the wait in `Retry-After`. */
  readonly retryAfter: boolean;
  /** Every answer tells its `request-time`. */
  readonly requestTime: boolean;
  /** A record exactly at `endDate` is in the answer, against the documents. */
  readonly inclusiveEnd: boolean;
  /** `recordType` says `calibrations`, `egvs`, …, as one documented example does. */
  readonly recordTypePlural: boolean;
  /** No order is promised. */
  readonly order: 'oldestFirst' | 'newestFirst' | 'mixed';
  /** A spent refresh token, presented again, ends everything that came of its consent. */
  readonly reuseRevokes: boolean;
}

/** As the documents have it. */
export const documentedShape: WebApiShape = {
  tokenForm: 'short',
  expiresInMs: false,
  errorDescription: false,
  retryAfter: false,
  requestTime: false,
  inclusiveEnd: false,
  recordTypePlural: false,
  order: 'oldestFirst',
  reuseRevokes: false,
};

const WORDS: Readonly<Record<string, readonly string[]>> = {
  tokenForm: ['short', 'long'],
  order: ['oldestFirst', 'newestFirst', 'mixed'],
};

/** The shape with some of it changed. @throws RangeError naming a field that does not exist or a value it cannot have. */
export function changeWebApiShape(
  shape: WebApiShape,
  change: Readonly<Record<string, unknown>> | Partial<WebApiShape>,
): WebApiShape {
  for (const [name, value] of Object.entries(change)) {
    if (!Object.hasOwn(documentedShape, name)) {
      throw new RangeError(`${name}: expected one of ${Object.keys(documentedShape).join(', ')}`);
    }
    const words = WORDS[name];
    const isRight = words ? words.includes(String(value)) : typeof value === 'boolean';
    if (!isRight) throw new RangeError(`${name}: expected ${words?.join(', ') ?? 'true or false'}`);
  }
  return { ...shape, ...change };
}
