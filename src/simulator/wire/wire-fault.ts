import type { EpochMs } from '../../domain/instant.ts';
import { epochMs } from '../../domain/instant.ts';
import { httpDate } from './http-date.ts';
import { htmlReply, type WireReply } from './wire-reply.ts';

/** A fault of the network or of the edge, the same for every simulated service. */
export type WireFault =
  /** The edge answers with an HTML page; the application never sees the request. */
  | { readonly kind: 'status'; readonly status: number; readonly retryAfterSeconds?: number }
  /** The request takes effect, the answer never comes. */
  | { readonly kind: 'hang' }
  /** The request takes effect, the connection is reset instead of an answer. */
  | { readonly kind: 'reset' }
  | { readonly kind: 'late'; readonly afterMs: number }
  | { readonly kind: 'slow'; readonly overMs: number }
  /** The connection breaks in the middle of the body. */
  | { readonly kind: 'truncated' }
  /** Status as usual, no body. */
  | { readonly kind: 'empty' }
  /** Status as usual, a body that is no JSON. */
  | { readonly kind: 'badJson' }
  /** The right body under `text/html`. */
  | { readonly kind: 'wrongType' }
  /** The right answer with a `Date` header that is off by `offsetMs`. */
  | { readonly kind: 'clockOffset'; readonly offsetMs: number };

const REASONS: Readonly<Record<number, string>> = {
  301: 'Moved Permanently',
  403: 'Forbidden',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  502: 'Bad Gateway',
  503: 'Service Temporarily Unavailable',
  504: 'Gateway Time-out',
};

/** True when the fault stands in for the application, so that the request has no effect. */
export function replacesApplication(fault: WireFault): boolean {
  return fault.kind === 'status';
}

/** The answer as the fault leaves it. Pure. */
export function applyWireFault(fault: WireFault, reply: WireReply, now: EpochMs): WireReply {
  switch (fault.kind) {
    case 'status':
      return htmlReply(
        fault.status,
        REASONS[fault.status] ?? 'Unknown Error',
        fault.retryAfterSeconds === undefined
          ? {}
          : { 'retry-after': String(fault.retryAfterSeconds) },
      );
    case 'hang':
      return { ...reply, delivery: { kind: 'never' } };
    case 'reset':
      return { ...reply, delivery: { kind: 'reset' } };
    case 'late':
      return { ...reply, delivery: { kind: 'late', afterMs: fault.afterMs } };
    case 'slow':
      return { ...reply, delivery: { kind: 'slow', overMs: fault.overMs } };
    case 'truncated':
      return { ...reply, delivery: { kind: 'cut' } };
    case 'empty':
      return { ...reply, body: '' };
    case 'badJson':
      return { ...reply, body: '{"unfinished": [1, 2' };
    case 'wrongType':
      return { ...reply, headers: { ...reply.headers, 'content-type': 'text/html' } };
    case 'clockOffset':
      return {
        ...reply,
        headers: { ...reply.headers, date: httpDate(epochMs(now + fault.offsetMs)) },
      };
  }
}

/** Reads a fault from JSON; undefined when it is none of the wire's. */
export function readWireFault(value: Readonly<Record<string, unknown>>): WireFault | undefined {
  const number = (name: string, fallback: number): number => {
    const given = value[name];
    return typeof given === 'number' && Number.isFinite(given) ? Math.round(given) : fallback;
  };
  switch (value['kind']) {
    case 'hang':
    case 'reset':
    case 'truncated':
    case 'empty':
    case 'badJson':
    case 'wrongType':
      return { kind: value['kind'] };
    case 'late':
      return { kind: 'late', afterMs: Math.max(0, number('afterMs', 5_000)) };
    case 'slow':
      return { kind: 'slow', overMs: Math.max(0, number('overMs', 5_000)) };
    case 'clockOffset':
      return { kind: 'clockOffset', offsetMs: number('offsetMs', 3_600_000) };
    case 'status': {
      const status = number('status', 503);
      if (status < 200 || status > 599) return undefined;
      const retryAfterSeconds = value['retryAfterSeconds'];
      return {
        kind: 'status',
        status,
        ...(typeof retryAfterSeconds === 'number' ? { retryAfterSeconds } : {}),
      };
    }
    default:
      return undefined;
  }
}
