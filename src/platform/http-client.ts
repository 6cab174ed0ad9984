import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { createRequire } from 'node:module';
import type { AxiosInstance, AxiosStatic } from 'axios';
import { BridgeFailure } from '../domain/failure.ts';
import type { Endpoint } from './endpoint.ts';

/** One request. `body`, when given, is sent as it is. */
export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** From the start of the connection to the last byte read, in ms. */
  readonly timeoutMs: number;
  /** What is called, for figures; `other.other` where nothing is said. */
  readonly endpoint?: Endpoint;
}

/** One request that was sent, without a word of its address, its headers or its body. */
export interface HttpCall {
  readonly endpoint: Endpoint;
  /** The status of the answer, the code of the failure (`http.timeout`), or `aborted`. */
  readonly code: string;
  /** From the start to the last byte, in ms. */
  readonly tookMs: number;
}

/** What came back, whatever its status. */
export interface HttpResponse {
  readonly status: number;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  /** The body as text; never printed, it may echo a secret. */
  readonly text: string;
}

/**
 * Sends requests over kept-alive connections with TLS verified. Follows no redirect and reads no meaning into a status.
 * `send` throws BridgeFailure `http.timeout`, `http.unreachable`, `http.tls` or `http.too_large` (all transient),
 * or the signal's reason when it was aborted.
 */
export interface HttpClient {
  send(request: HttpRequest, signal: AbortSignal): Promise<HttpResponse>;
  /** Closes idle connections. */
  close(): void;
}

/** Largest answer taken, in bytes: 50 MB, Nightscout's own body limit. */
const LARGEST_ANSWER_BYTES = 50_000_000;

/** How long a connection lies idle before the system asks the other side whether it is still there, in ms. */
const KEEP_ALIVE_PROBE_MS = 30_000;

/** TLS faults that no retry mends; the rest of Node's TLS codes begin with these words too. */
const TLS_CODE = /^(ERR_TLS|ERR_SSL|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|EPROTO)/;

/** Settings that only tests and special places change. */
export interface HttpClientSettings {
  /** Largest answer taken after unpacking, in bytes. */
  readonly largestAnswerBytes?: number;
  /** Hears of every request when it has ended. What it throws is lost. */
  readonly onCall?: (call: HttpCall) => void;
}

/** An answer that ended too early or cannot be unpacked. */
const BROKEN_OFF_CODE = /^(ERR_BAD_RESPONSE|ECONNRESET|HPE_|Z_|ERR_STREAM_PREMATURE_CLOSE)/;

/** The real client. `userAgent` names the program to the servers. */
export function createHttpClient(
  userAgent: string,
  { largestAnswerBytes = LARGEST_ANSWER_BYTES, onCall }: HttpClientSettings = {},
): HttpClient {
  const keepAlive = { keepAlive: true, keepAliveMsecs: KEEP_ALIVE_PROBE_MS };
  const httpAgent = new HttpAgent(keepAlive);
  // Said outright, so that NODE_TLS_REJECT_UNAUTHORIZED=0 from another program’s recipe does not switch it off.
  const httpsAgent = new HttpsAgent({ ...keepAlive, rejectUnauthorized: true });
  let loading: Promise<AxiosInstance> | undefined;

  /** axios takes longer to load than the rest of a start: it is loaded with the first request. */
  async function load(): Promise<AxiosInstance> {
    // Its CommonJS build is one file instead of fifty: half the time to load, and 7 MB less memory.
    const axios = createRequire(import.meta.url)('axios') as AxiosStatic;
    return axios.create({
      httpAgent,
      httpsAgent,
      maxRedirects: 0,
      maxContentLength: largestAnswerBytes,
      responseType: 'text',
      transformRequest: [(data: unknown) => data],
      transformResponse: [(data: unknown) => data],
      validateStatus: () => true,
      headers: { common: { 'User-Agent': userAgent, Accept: 'application/json' } },
    });
  }

  function tell(request: HttpRequest, code: string, startedAt: number): void {
    try {
      const { endpoint = 'other.other' } = request;
      onCall?.({ endpoint, code, tookMs: performance.now() - startedAt });
    } catch {
      // Whoever counts calls must never cost one.
    }
  }

  return {
    async send(request, signal) {
      signal.throwIfAborted();
      const startedAt = performance.now();
      let code = 'aborted';
      // axios stops its own timer when the answer begins; a body that trickles would then never end.
      const deadline = AbortSignal.timeout(request.timeoutMs);
      const stop = new AbortController();
      const abort = () => stop.abort();
      signal.addEventListener('abort', abort);
      deadline.addEventListener('abort', abort);
      try {
        const instance = await (loading ??= load());
        const answer = await instance.request<unknown>({
          method: request.method,
          url: request.url,
          ...(request.headers ? { headers: request.headers } : {}),
          ...(request.body === undefined ? {} : { data: request.body }),
          signal: stop.signal,
        });
        code = String(answer.status);
        return {
          status: answer.status,
          headers: flatten(answer.headers),
          text: typeof answer.data === 'string' ? answer.data : '',
        };
      } catch (thrown) {
        signal.throwIfAborted();
        const failure = deadline.aborted ? timedOut(request) : toFailure(thrown, request);
        code = failure.code;
        throw failure;
      } finally {
        tell(request, code, startedAt);
        signal.removeEventListener('abort', abort);
        deadline.removeEventListener('abort', abort);
      }
    },
    close() {
      httpAgent.destroy();
      httpsAgent.destroy();
    },
  };
}

function flatten(headers: object): Record<string, string> {
  const flat: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined && value !== null) flat[name.toLowerCase()] = String(value);
  }
  return flat;
}

function timedOut(request: HttpRequest): BridgeFailure {
  return new BridgeFailure(
    'http.timeout',
    'transient',
    `${new URL(request.url).host} did not answer within ${request.timeoutMs / 1000} s; the bridge tries again by itself.`,
  );
}

/** An axios error holds the body and the headers that were sent: only its code and the host leave this file. */
function toFailure(thrown: unknown, request: HttpRequest): BridgeFailure {
  const host = new URL(request.url).host;
  const code = codeOf(thrown);
  if (code === 'ETIMEDOUT') return timedOut(request);
  if (TLS_CODE.test(code)) {
    return new BridgeFailure(
      'http.tls',
      'transient',
      `No trusted connection to ${host} (${code}): check its certificate, this machine’s clock, and http against https in the address.`,
    );
  }
  if (thrown instanceof Error && thrown.message.startsWith('maxContentLength')) {
    return new BridgeFailure(
      'http.too_large',
      'transient',
      `${host} sent an answer larger than any that makes sense: check that the address is the right one; the bridge tries again by itself.`,
    );
  }
  if (BROKEN_OFF_CODE.test(code)) {
    return new BridgeFailure(
      'http.broken_off',
      'transient',
      `${host} broke off the connection before its answer was complete (${code}); the bridge tries again by itself.`,
    );
  }
  return new BridgeFailure(
    'http.unreachable',
    'transient',
    `${host} cannot be reached (${code}): check the address and this machine’s network; the bridge tries again by itself.`,
  );
}

function codeOf(thrown: unknown): string {
  if (
    typeof thrown === 'object' &&
    thrown !== null &&
    'code' in thrown &&
    typeof thrown.code === 'string'
  ) {
    return thrown.code;
  }
  return 'unknown fault';
}
