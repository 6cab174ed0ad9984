import { createHash } from 'node:crypto';
import type { Clock } from '../../platform/clock.ts';
import type { WireRequest } from '../wire/wire-reply.ts';
import { isRow } from './row.ts';

/** An access token with what it may do, e.g. `api:*:create,read,update`. */
export interface AccessToken {
  /** `<name>-<16 hex digits>` */
  readonly token: string;
  readonly permissions: readonly string[];
}

/** What the site found out about who asks. */
export interface Caller {
  /** How they came: `refused` is a wrong secret or JWT. */
  readonly came: 'secret' | 'token' | 'anonymous' | 'refused';
  may(permission: string): boolean;
  /** Name of the token they came by. */
  readonly subject?: string;
}

/** The door of the site. */
export interface SiteAccess {
  /** Finds out who asks; `body` loses a secret it carries. Waits as long as earlier failures from the address demand. */
  admit(request: WireRequest, body: unknown, signal: AbortSignal): Promise<Caller>;
  /** A JWT for an access token; undefined when there is no such token. */
  issueJwt(accessToken: string): string | undefined;
  /** All JWTs issued so far become invalid, as after a new installation. */
  forgetJwts(): void;
  setSecret(apiSecret: string): void;
}

/** What the door is built from. */
export interface SiteAccessOptions {
  readonly clock: Clock;
  readonly apiSecret: string;
  readonly accessTokens: readonly AccessToken[];
  /** True: who brings nothing may read. */
  readonly readableByDefault: boolean;
  /** What each failure adds to the wait of its address, in ms. */
  readonly authFailDelayMs: number;
}

/** Builds the door. */
export function createSiteAccess(options: SiteAccessOptions): SiteAccess {
  const { clock, authFailDelayMs } = options;
  const heldUntil = new Map<string, number>();
  const jwts = new Map<string, AccessToken>();
  let secret = options.apiSecret;
  let issued = 0;
  const anonymous = options.readableByDefault ? ['*:*:read'] : [];
  const byToken = (text: string | null): AccessToken | undefined =>
    options.accessTokens.find(
      ({ token }) => token === text || hash('sha1', token) === text?.toLowerCase(),
    );
  const caller = (came: Caller['came'], permissions: readonly string[]): Caller => ({
    came,
    may: (permission) => permissions.some((held) => implies(held, permission)),
  });
  return {
    async admit(request, body, signal) {
      const now = clock.now();
      const held = heldUntil.get(request.remoteAddress) ?? 0;
      if (held > now) await clock.sleep(held - now, signal);
      const given = takeSecret(request, body);
      const bearer = /^Bearer\s+(.+)$/i.exec(request.headers['authorization'] ?? '')?.[1];
      const queryToken = byToken(request.query.get('token'));
      if (given === undefined && bearer === undefined && !queryToken) {
        return caller('anonymous', anonymous);
      }
      if (given !== undefined && isSecret(given, secret)) {
        heldUntil.delete(request.remoteAddress);
        return caller('secret', ['*']);
      }
      const token =
        (bearer === undefined ? queryToken : jwts.get(bearer)) ??
        (given === undefined ? undefined : byToken(given));
      if (token) {
        heldUntil.delete(request.remoteAddress);
        return {
          ...caller('token', [...token.permissions, ...anonymous]),
          subject: token.token.replace(/-[0-9a-f]{16}$/, ''),
        };
      }
      const after = clock.now();
      const from = Math.max(heldUntil.get(request.remoteAddress) ?? after, after);
      heldUntil.set(request.remoteAddress, from + authFailDelayMs);
      return caller('refused', []);
    },
    issueJwt(accessToken) {
      const token = byToken(accessToken);
      if (!token) return undefined;
      issued += 1;
      const jwt = `${encode({ alg: 'HS256' })}.${encode({ n: issued })}.${hash('sha256', `${issued}`)}`;
      jwts.set(jwt, token);
      return jwt;
    },
    forgetJwts: () => jwts.clear(),
    setSecret(next) {
      secret = next;
    },
  };
}

function takeSecret(request: WireRequest, body: unknown): string | undefined {
  let given: unknown = request.query.get('secret') ?? request.headers['api-secret'];
  const holder: unknown = Array.isArray(body) ? body[0] : body;
  if (!given && isRow(holder) && holder['secret']) {
    given = holder['secret'];
    delete holder['secret'];
  }
  return typeof given === 'string' && given !== '' && given !== 'null' ? given : undefined;
}

/** The plain secret is not taken, only its hashes. */
function isSecret(given: string, secret: string): boolean {
  const text = given.toLowerCase();
  return text === hash('sha1', secret) || text === hash('sha512', secret);
}

function implies(held: string, wanted: string): boolean {
  const parts = held.split(':');
  return wanted.split(':').every((part, at) => {
    // A shorter permission holds for all that follows.
    const choices = parts[at]?.split(',');
    return choices === undefined || choices.includes('*') || choices.includes(part);
  });
}

function hash(kind: 'sha1' | 'sha256' | 'sha512', text: string): string {
  return createHash(kind).update(text).digest('hex');
}

function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
