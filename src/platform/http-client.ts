import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import axios, { type AxiosInstance } from 'axios';
import { BridgeFailure } from '../domain/failure.ts';

/** One request. `body`, when given, is sent as it is. */
export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** From the first byte sent to the last byte read, in ms. */
  readonly timeoutMs: number;
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

/** TLS faults that no retry mends; the rest of Node's TLS codes begin with these words too. */
const TLS_CODE = /^(ERR_TLS|ERR_SSL|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|EPROTO)/;

/** The real client. `userAgent` names the program to the servers. */
export function createHttpClient(userAgent: string): HttpClient {
  const httpAgent = new HttpAgent({ keepAlive: true });
  const httpsAgent = new HttpsAgent({ keepAlive: true });
  const instance: AxiosInstance = axios.create({
    httpAgent,
    httpsAgent,
    maxRedirects: 0,
    maxContentLength: LARGEST_ANSWER_BYTES,
    responseType: 'text',
    transformRequest: [(data: unknown) => data],
    transformResponse: [(data: unknown) => data],
    validateStatus: () => true,
    headers: { common: { 'User-Agent': userAgent, Accept: 'application/json' } },
  });
  return {
    async send(request, signal) {
      try {
        const answer = await instance.request<unknown>({
          method: request.method,
          url: request.url,
          ...(request.headers ? { headers: request.headers } : {}),
          ...(request.body === undefined ? {} : { data: request.body }),
          timeout: request.timeoutMs,
          signal,
        });
        return {
          status: answer.status,
          headers: flatten(answer.headers),
          text: typeof answer.data === 'string' ? answer.data : '',
        };
      } catch (thrown) {
        signal.throwIfAborted();
        throw toFailure(thrown, request);
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

/** An axios error holds the body and the headers that were sent: only its code and the host leave this file. */
function toFailure(thrown: unknown, request: HttpRequest): BridgeFailure {
  const host = new URL(request.url).host;
  const code = codeOf(thrown);
  if (code === 'ECONNABORTED' || code === 'ETIMEDOUT') {
    return new BridgeFailure(
      'http.timeout',
      'transient',
      `${host} did not answer within ${request.timeoutMs / 1000} s; the bridge tries again by itself.`,
    );
  }
  if (TLS_CODE.test(code)) {
    return new BridgeFailure(
      'http.tls',
      'transient',
      `No trusted connection to ${host} (${code}): check its certificate, this machine’s clock, and http against https in the address.`,
    );
  }
  if (code === 'ERR_BAD_RESPONSE' || code === 'ERR_FR_MAX_CONTENT_LENGTH_EXCEEDED') {
    return new BridgeFailure(
      'http.too_large',
      'transient',
      `${host} sent an answer that is too large or broken off.`,
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
