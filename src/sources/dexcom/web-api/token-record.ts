import { epochMs, type EpochMs } from '../../../domain/instant.ts';
import { Secret } from '../../../platform/secret.ts';

/** The tokens of one account, as they are kept. */
export interface TokenRecord {
  /** The server and the application that gave them: others know nothing of them. */
  readonly baseUrl: string;
  readonly clientId: string;
  readonly accessToken: Secret;
  /** Single-use: spent by the exchange that brings the next pair. */
  readonly refreshToken: Secret;
  readonly obtainedAt: EpochMs;
  /** End of the access token. */
  readonly expiresAt: EpochMs;
  /** When a person last agreed. */
  readonly authorisedAt: EpochMs;
  /** Refusals in a row, if the last word was one. */
  readonly refusals?: Refusals;
}

/** How often in a row Dexcom refused the tokens. */
export interface Refusals {
  readonly count: number;
  /** What was refused last: the refresh token, or a fresh access token. */
  readonly what: 'grant' | 'data';
  /** No call is made before. */
  readonly notBefore: EpochMs;
  /** An exchange of this refresh token was cut off before its answer was kept: a refusal is final. */
  readonly isLost: boolean;
}

const VERSION = 1;

/** As text; it holds both tokens. */
export function encodeTokens(tokens: TokenRecord): string {
  const { baseUrl, clientId, accessToken, refreshToken } = tokens;
  const { obtainedAt, expiresAt, authorisedAt, refusals } = tokens;
  // One order of fields: equal tokens are equal texts.
  return JSON.stringify({
    version: VERSION,
    baseUrl,
    clientId,
    accessToken: accessToken.reveal(),
    refreshToken: refreshToken.reveal(),
    obtainedAt,
    expiresAt,
    authorisedAt,
    refusals,
  });
}

/** Undefined for anything that `encodeTokens` did not write: as good as no tokens. */
export function decodeTokens(text: string | undefined): TokenRecord | undefined {
  const kept = parse(text);
  if (kept?.['version'] !== VERSION) return undefined;
  const { baseUrl, clientId, accessToken, refreshToken } = kept;
  if (!isText(baseUrl) || !isText(clientId)) return undefined;
  if (!isText(accessToken) || !isText(refreshToken)) return undefined;
  const obtainedAt = instant(kept['obtainedAt']);
  const expiresAt = instant(kept['expiresAt']);
  const authorisedAt = instant(kept['authorisedAt']);
  if (obtainedAt === undefined || expiresAt === undefined || authorisedAt === undefined) {
    return undefined;
  }
  const refusals = readRefusals(kept['refusals']);
  return {
    baseUrl,
    clientId,
    accessToken: new Secret(accessToken),
    refreshToken: new Secret(refreshToken),
    obtainedAt,
    expiresAt,
    authorisedAt,
    ...(refusals === undefined ? {} : { refusals }),
  };
}

/** A count that cannot be read is no count: the worst it costs is one more try. */
function readRefusals(value: unknown): Refusals | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { count, what, notBefore, isLost } = value as Partial<Record<keyof Refusals, unknown>>;
  const until = instant(notBefore);
  if (!Number.isSafeInteger(count) || (count as number) < 1 || until === undefined) {
    return undefined;
  }
  return {
    count: count as number,
    what: what === 'data' ? 'data' : 'grant',
    notBefore: until,
    isLost: isLost === true,
  };
}

function parse(text: string | undefined): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text ?? 'null');
    return typeof value === 'object' && value !== null
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

function instant(value: unknown): EpochMs | undefined {
  try {
    return typeof value === 'number' ? epochMs(value) : undefined;
  } catch {
    return undefined;
  }
}
