import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../../../domain/instant.ts';
import { Secret } from '../../../platform/secret.ts';

/** What the token endpoint gave. */
export interface Grant {
  readonly accessToken: Secret;
  /** Absent where the answer held none. */
  readonly refreshToken?: Secret;
  /** How long the access token lives, in ms. */
  readonly lifetimeMs: number;
}

/** Tokens are sent in a header and a form, and kept: printable ASCII without spaces, and no more than this. */
const TOKEN = /^[\x21-\x7e]{1,16384}$/;

/** No access token lives longer; a larger number is in another unit. */
const LONGEST_LIFE_S = 86_400;
const LONGEST_LIFE_MS = 24 * HOUR_MS;

/** For an answer that does not say: soon enough to be right, long enough to be used. The pair must not be thrown away. */
const UNSAID_LIFE_MS = 10 * MINUTE_MS;

/** Reads a token answer; undefined when it holds no usable access token or is of another type than Bearer. */
export function readGrant(text: string): Grant | undefined {
  const answer = parse(text);
  const { access_token: access, refresh_token: refresh, token_type: type, expires_in } = answer;
  if (typeof access !== 'string' || !TOKEN.test(access)) return undefined;
  if (typeof type === 'string' && type.toLowerCase() !== 'bearer') return undefined;
  const isRefresh = typeof refresh === 'string' && TOKEN.test(refresh);
  return {
    accessToken: new Secret(access),
    ...(isRefresh ? { refreshToken: new Secret(refresh) } : {}),
    lifetimeMs: lifetimeMs(expires_in),
  };
}

/** The word in `error` of a refusal (RFC 6749 5.2); undefined when there is none. */
export function readErrorWord(text: string): string | undefined {
  const { error } = parse(text);
  return typeof error === 'string' && /^[\w.-]{1,60}$/.test(error)
    ? error.toLowerCase()
    : undefined;
}

/** QUIRK(web-api, 2017): expires_in came in milliseconds (600000 for ten minutes), and Dexcom’s own text names that unit once. */
function lifetimeMs(said: unknown): number {
  const number = typeof said === 'string' && /^\d+$/.test(said) ? Number(said) : said;
  if (typeof number !== 'number' || !Number.isFinite(number) || number <= 0) return UNSAID_LIFE_MS;
  const ms = number > LONGEST_LIFE_S ? number : number * SECOND_MS;
  return Math.floor(Math.min(ms, LONGEST_LIFE_MS));
}

function parse(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
