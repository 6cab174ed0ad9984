import type { EpochMs } from '../../domain/instant.ts';
import { applyWireFault, readWireFault, type WireFault } from '../wire/wire-fault.ts';
import { htmlReply, jsonReply, textReply, type WireReply } from '../wire/wire-reply.ts';

/** What an answer with an error status consists of. */
export const errorBodies = ['html', 'json', 'text', 'bytes', 'empty'] as const;
export type ErrorBody = (typeof errorBodies)[number];

/** An answer with any status. */
interface StatusAnswer {
  readonly status: number;
  /** `html` when absent. */
  readonly body?: ErrorBody;
  readonly retryAfterSeconds?: number;
}

/** A fault of the simulated Web API. */
export type WebApiFault =
  | Exclude<WireFault, { readonly kind: 'status' }>
  /** This status instead of the application: the request has no effect. */
  | ({ readonly kind: 'status' } & StatusAnswer)
  /** The request takes effect (a refresh token is spent, a code is used), but this status is the answer. */
  | ({ readonly kind: 'lost' } & StatusAnswer)
  /** The connection is reset before the application sees the request. */
  | { readonly kind: 'dropped' }
  /** OAuth’s error answer, such as `invalid_grant`; the request has no effect. */
  | { readonly kind: 'oauth'; readonly error: string }
  /** The right answer without its `records` (of dataRange: without its ranges). */
  | { readonly kind: 'noRecords' }
  /** 302 to another place. */
  | { readonly kind: 'redirect'; readonly location: string }
  /** The right answer with a `request-time` header. */
  | { readonly kind: 'requestTime'; readonly ms: number };

const TITLES: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  502: 'Bad Gateway',
  503: 'Service Temporarily Unavailable',
  504: 'Gateway Time-out',
};
const ELSEWHERE = 'http://127.0.0.2:9/elsewhere';
/** Neither UTF-8 nor anything else. */
const RAW = Uint8Array.from([0x1f, 0x8b, 0x00, 0xff, 0xfe, 0xc3, 0x28, 0x0a, 0x80]);

/** Answers the request as the fault has it. @param run lets the request take effect and gives the right answer. */
export function applyWebApiFault(
  fault: WebApiFault,
  run: () => WireReply,
  now: EpochMs,
): WireReply {
  switch (fault.kind) {
    case 'status':
      return statusReply(fault);
    case 'lost':
      run();
      return statusReply(fault);
    case 'dropped':
      return { ...textReply(200, 'text/plain', ''), delivery: { kind: 'reset' } };
    case 'oauth':
      return jsonReply(fault.error === 'invalid_client' ? 401 : 400, { error: fault.error });
    case 'noRecords':
      return withoutRecords(run());
    case 'redirect':
      return textReply(302, 'text/plain', '', { location: fault.location });
    case 'requestTime': {
      const reply = run();
      return { ...reply, headers: { ...reply.headers, 'request-time': `${fault.ms} ms` } };
    }
    case 'hang':
    case 'reset':
    case 'late':
    case 'slow':
    case 'truncated':
    case 'empty':
    case 'badJson':
    case 'wrongType':
    case 'clockOffset':
      return applyWireFault(fault, run(), now);
  }
}

/** Reads a fault from JSON; undefined when it is none. */
export function readWebApiFault(value: Readonly<Record<string, unknown>>): WebApiFault | undefined {
  const { kind, error, location, ms } = value;
  switch (kind) {
    case 'dropped':
    case 'noRecords':
      return { kind };
    case 'oauth':
      return { kind, error: typeof error === 'string' ? error : 'invalid_grant' };
    case 'redirect':
      return { kind, location: typeof location === 'string' ? location : ELSEWHERE };
    case 'requestTime':
      return { kind, ms: typeof ms === 'number' ? Math.round(ms) : 1_234 };
    case 'status':
    case 'lost':
      return readStatus(kind, value);
    default: {
      const fault = readWireFault(value);
      return fault?.kind === 'status' ? undefined : fault;
    }
  }
}

function readStatus(
  kind: 'status' | 'lost',
  value: Readonly<Record<string, unknown>>,
): WebApiFault | undefined {
  const { status = 503, retryAfterSeconds } = value;
  const body = errorBodies.find((known) => known === (value['body'] ?? 'html'));
  if (typeof status !== 'number' || !(status >= 200 && status <= 599)) return undefined;
  if (body === undefined) return undefined;
  return {
    kind,
    status: Math.round(status),
    body,
    ...(typeof retryAfterSeconds === 'number' ? { retryAfterSeconds } : {}),
  };
}

function statusReply({ status, body = 'html', retryAfterSeconds }: StatusAnswer): WireReply {
  const title = TITLES[status] ?? 'Unknown Error';
  const headers: Record<string, string> =
    retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) };
  switch (body) {
    case 'html':
      return htmlReply(status, title, headers);
    case 'json':
      return jsonReply(status, { message: title, statusCode: status }, headers);
    case 'text':
      return textReply(status, 'text/plain', 'NOT JSON', headers);
    case 'bytes':
      return { ...textReply(status, 'application/json', '', headers), bytes: RAW };
    case 'empty':
      return textReply(status, 'application/json', '', headers);
  }
}

const CONTENT: readonly string[] = ['records', 'calibrations', 'egvs', 'events'];

function withoutRecords(reply: WireReply): WireReply {
  if (reply.status !== 200 || reply.headers['content-type'] !== 'application/json') return reply;
  const whole = JSON.parse(reply.body) as Record<string, unknown>;
  const rest = Object.entries(whole).filter(([name]) => !CONTENT.includes(name));
  return { ...reply, body: JSON.stringify(Object.fromEntries(rest)) };
}
