import type { Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import type { Pass } from '../../platform/reader-access.ts';

/** Life of a pass as its token tells it. Nothing is trusted for it: the token is judged by ReaderAccess alone. */
export interface PassTimes {
  /** Seconds since the epoch. */
  readonly iat: number;
  /** Seconds since the epoch. */
  readonly exp: number;
}

/** The pass that the browser carries, if any. */
export function readPassCookie(context: Context): string | undefined {
  return getCookie(context, cookieName(context));
}

/** Hands the browser a pass that scripts cannot read and other sites cannot make it send. */
export function setPassCookie(context: Context, { token, iat, exp }: Pass): void {
  setCookie(context, cookieName(context), token, {
    path: '/',
    httpOnly: true,
    sameSite: 'Strict',
    secure: isHttps(context),
    maxAge: exp - iat,
  });
}

/** Takes the pass away. */
export function clearPassCookie(context: Context): void {
  const attributes = { path: '/', httpOnly: true, sameSite: 'Strict' } as const;
  deleteCookie(context, cookieName(context), { ...attributes, secure: isHttps(context) });
}

/** Reads a token’s times without judging it; undefined where they cannot be read. */
export function passTimes(token: string): PassTimes | undefined {
  if (!/^[\w-]+\.[\w-]+\.[\w-]+$/.test(token)) return undefined;
  try {
    const claims: unknown = JSON.parse(
      Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'),
    );
    const { iat, exp } = claims as Readonly<Record<string, unknown>>;
    return typeof iat === 'number' && typeof exp === 'number' ? { iat, exp } : undefined;
  } catch {
    return undefined;
  }
}

/** Cookies know no ports: two bridges on one machine would put out each other’s. */
function cookieName(context: Context): string {
  const port = /:(\d+)$/.exec(context.req.header('host') ?? '')?.[1];
  return `bridge-pass${port === undefined ? '' : `-${port}`}`;
}

function isHttps(context: Context): boolean {
  const [outermost] = (context.req.header('x-forwarded-proto') ?? '').split(',');
  return outermost?.trim().toLowerCase() === 'https' || context.req.url.startsWith('https:');
}
