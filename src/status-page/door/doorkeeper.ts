import type { Context } from 'hono';
import { HOUR_MS, SECOND_MS } from '../../domain/instant.ts';
import type { Clock } from '../../platform/clock.ts';
import type { ReaderAccess, Refusal } from '../../platform/reader-access.ts';
import {
  clearPassCookie,
  passTimes,
  readPassCookie,
  setPassCookie,
  type PassTimes,
} from './pass-cookie.ts';
import { peerAddress } from './peer-address.ts';

/** How a visitor stands. */
export type Visit =
  | {
      readonly kind: 'in';
      /** They came with a pass, and can hand it back. */
      readonly hasPass: boolean;
      /** The pass is good until then, in ms since the epoch. */
      readonly until?: number;
    }
  | {
      readonly kind: 'out';
      readonly refusal: Refusal;
      /** They had a pass, and it is over. */
      readonly hasEnded: boolean;
    };

/** Judges visitors, by the cookie or by what programs show. */
export interface Doorkeeper {
  /** Renews a pass that is an hour old, and takes one away that is no longer good. */
  judge(context: Context): Promise<Visit>;
  /** Hands out a pass for the secret; undefined when that was right, else why not. */
  signIn(context: Context, secret: string): Promise<Refusal | undefined>;
}

const RENEW_MS = HOUR_MS;

/** A doorkeeper over the access of the program. */
export function createDoorkeeper(access: ReaderAccess, clock: Clock): Doorkeeper {
  const renew = async (context: Context, token: string, times: PassTimes) => {
    if (clock.now() - times.iat * SECOND_MS < RENEW_MS) return times.exp * SECOND_MS;
    const pass = await access.exchange(token, peerAddress(context));
    if ('kind' in pass) return times.exp * SECOND_MS;
    setPassCookie(context, pass);
    return pass.exp * SECOND_MS;
  };

  const withoutPass = async (context: Context, hasEnded: boolean): Promise<Visit> => {
    const admission = await access.admit(context.req.raw, peerAddress(context));
    return admission.kind === 'refused'
      ? { kind: 'out', refusal: admission, hasEnded }
      : { kind: 'in', hasPass: false };
  };

  return {
    async judge(context) {
      const token = readPassCookie(context);
      if (token === undefined || showsItsOwn(context)) return withoutPass(context, false);
      const times = passTimes(token);
      // Neither is a guess at the secret: nobody is slowed down for it.
      if (times === undefined || times.exp * SECOND_MS <= clock.now()) {
        clearPassCookie(context);
        return withoutPass(context, true);
      }
      const admission = await access.admit(withBearer(context, token), peerAddress(context));
      if (admission.kind !== 'refused') {
        return { kind: 'in', hasPass: true, until: await renew(context, token, times) };
      }
      // Too many others tried from that address: the pass may well be good.
      if (admission.status === 429) return { kind: 'out', refusal: admission, hasEnded: false };
      clearPassCookie(context);
      if (access.isRequired) return { kind: 'out', refusal: admission, hasEnded: true };
      return withoutPass(context, true);
    },
    async signIn(context, secret) {
      const pass = await access.exchange(secret, peerAddress(context));
      if ('kind' in pass) return pass;
      setPassCookie(context, pass);
      return undefined;
    },
  };
}

/** A program’s own credential goes before a cookie. Other schemes of Authorization belong to a proxy. */
function showsItsOwn(context: Context): boolean {
  const { req } = context;
  return (
    req.header('api-secret') !== undefined ||
    /^bearer /i.test(req.header('authorization') ?? '') ||
    req.query('token') !== undefined ||
    req.query('secret') !== undefined
  );
}

function withBearer(context: Context, token: string): Request {
  const headers = new Headers(context.req.raw.headers);
  headers.delete('cookie');
  headers.set('authorization', `Bearer ${token}`);
  return new Request(context.req.url, { headers });
}
