import { HOUR_MS, MINUTE_MS, type EpochMs } from '../../../domain/instant.ts';
import type { Random } from '../../../platform/random.ts';
import { randomToken } from './random-token.ts';

/** Who let which application read. */
export interface Consent {
  readonly user: string;
  readonly client: string;
}

/** What a successful token request hands out. */
export interface TokenPair {
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly expiresInMs: number;
}

/** How long things live, in ms. */
export interface TokenLifetimes {
  readonly codeMs: number;
  readonly accessMs: number;
  /** Absent: until used or revoked, as an offline token does. */
  readonly refreshMs?: number;
}

/** A refresh token as it may be shown: by its number, never by itself. */
export interface RefreshTokenState extends Consent {
  /** In the order of issue, from 1. */
  readonly ordinal: number;
  readonly issuedAt: EpochMs;
  readonly state: 'live' | 'spent' | 'revoked' | 'expired';
  /** How often it arrived in a request; more than once means that somebody sent it again. */
  readonly presented: number;
}

/** Codes and tokens: issued, used once, rotated, revoked. */
export interface TokenOffice {
  /** A code for one exchange. */
  issueCode(consent: Consent, redirectUri: string, now: EpochMs): string;
  /** Undefined when unknown, used, expired, of another application or for another address. Uses it up whatever comes of it. */
  redeem(code: string, client: string, redirectUri: string, now: EpochMs): TokenPair | undefined;
  /** Spends the token for a new pair; undefined when unknown, spent, revoked, expired or of another application. */
  refresh(token: string, client: string, now: EpochMs): TokenPair | undefined;
  /** A pair without any page or code. */
  issue(consent: Consent, now: EpochMs): TokenPair;
  /** Whose data the bearer may read. */
  bearer(token: string, now: EpochMs): (Consent & { readonly ordinal: number }) | undefined;
  /** The number of an access token, were it ever so dead. */
  accessOrdinal(token: string): number | undefined;
  /** Counts that a refresh token arrived, whatever comes of it: its number, and how often it has arrived by now. */
  present(token: string): { readonly ordinal: number; readonly presented: number } | undefined;
  /** Every token of the user is dead, or those of one application. Tells how many consents that was. */
  revoke(user: string, client?: string): number;
  /** Every access token is refused from now on; refresh tokens live. */
  expireAccessTokens(): void;
  /** For what is issued later. */
  setLifetimes(change: Partial<TokenLifetimes>): void;
  /** A used refresh token, presented again, kills everything that came of its consent. Off by default. */
  setReuseRevokes(on: boolean): void;
  refreshTokens(now: EpochMs): readonly RefreshTokenState[];
  /** Every code and token ever issued, for those who look for them where they must not be. */
  issued(): readonly string[];
}

interface Granted extends Consent {
  revoked: boolean;
}
interface Code {
  readonly consent: Granted;
  readonly redirectUri: string;
  readonly expiresAt: number;
  used: boolean;
}
interface Access {
  readonly consent: Granted;
  readonly ordinal: number;
  expiresAt: number;
}
interface Refresh {
  readonly consent: Granted;
  readonly ordinal: number;
  readonly issuedAt: EpochMs;
  readonly expiresAt: number;
  spent: boolean;
  presented: number;
}

const USUAL: TokenLifetimes = { codeMs: MINUTE_MS, accessMs: 2 * HOUR_MS };
/** Lengths in characters: long enough to be no accident in a log. */
const CODE_LENGTH = 32;
const TOKEN_LENGTH = 64;

/** An office that has issued nothing yet. */
export function createTokenOffice(
  random: Random,
  given: Partial<TokenLifetimes> = {},
): TokenOffice {
  let lifetimes: TokenLifetimes = { ...USUAL, ...given };
  let reuseRevokes = false;
  const codes = new Map<string, Code>();
  const accesses = new Map<string, Access>();
  const refreshes = new Map<string, Refresh>();
  const consents: Granted[] = [];

  const grant = ({ user, client }: Consent): Granted => {
    const consent = { user, client, revoked: false };
    consents.push(consent);
    return consent;
  };
  const pairFor = (consent: Granted, now: EpochMs): TokenPair => {
    const accessToken = randomToken(random, TOKEN_LENGTH);
    const refreshToken = randomToken(random, TOKEN_LENGTH);
    const { accessMs, refreshMs = Number.POSITIVE_INFINITY } = lifetimes;
    accesses.set(accessToken, { consent, ordinal: accesses.size + 1, expiresAt: now + accessMs });
    refreshes.set(refreshToken, {
      consent,
      ordinal: refreshes.size + 1,
      issuedAt: now,
      expiresAt: now + refreshMs,
      spent: false,
      presented: 0,
    });
    return { accessToken, refreshToken, expiresInMs: accessMs };
  };
  const stateOf = (token: Refresh, now: EpochMs): RefreshTokenState['state'] => {
    if (token.spent) return 'spent';
    if (token.consent.revoked) return 'revoked';
    return now < token.expiresAt ? 'live' : 'expired';
  };

  return {
    issueCode(consent, redirectUri, now) {
      const code = randomToken(random, CODE_LENGTH);
      const expiresAt = now + lifetimes.codeMs;
      codes.set(code, { consent: grant(consent), redirectUri, expiresAt, used: false });
      return code;
    },
    redeem(code, client, redirectUri, now) {
      const known = codes.get(code);
      if (!known || known.used) return undefined;
      known.used = true;
      const isRight =
        now < known.expiresAt &&
        !known.consent.revoked &&
        known.consent.client === client &&
        known.redirectUri === redirectUri;
      return isRight ? pairFor(known.consent, now) : undefined;
    },
    refresh(token, client, now) {
      const known = refreshes.get(token);
      if (known?.consent.client !== client) return undefined;
      if (known.spent && reuseRevokes) known.consent.revoked = true;
      if (stateOf(known, now) !== 'live') return undefined;
      known.spent = true;
      return pairFor(known.consent, now);
    },
    issue: (consent, now) => pairFor(grant(consent), now),
    bearer(token, now) {
      const known = accesses.get(token);
      if (!known || known.consent.revoked || now >= known.expiresAt) return undefined;
      const { user, client } = known.consent;
      return { user, client, ordinal: known.ordinal };
    },
    accessOrdinal: (token) => accesses.get(token)?.ordinal,
    present(token) {
      const known = refreshes.get(token);
      if (!known) return undefined;
      known.presented += 1;
      return { ordinal: known.ordinal, presented: known.presented };
    },
    revoke(user, client) {
      const hit = consents.filter(
        (one) => !one.revoked && one.user === user && (client ?? one.client) === one.client,
      );
      for (const consent of hit) consent.revoked = true;
      return hit.length;
    },
    expireAccessTokens() {
      for (const access of accesses.values()) access.expiresAt = 0;
    },
    setLifetimes(change) {
      lifetimes = { ...lifetimes, ...change };
    },
    setReuseRevokes(on) {
      reuseRevokes = on;
    },
    refreshTokens: (now) =>
      [...refreshes.values()].map((token) => ({
        ordinal: token.ordinal,
        user: token.consent.user,
        client: token.consent.client,
        issuedAt: token.issuedAt,
        state: stateOf(token, now),
        presented: token.presented,
      })),
    issued: () => [...codes.keys(), ...accesses.keys(), ...refreshes.keys()],
  };
}
