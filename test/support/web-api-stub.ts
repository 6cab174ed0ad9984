import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { StubAnswer } from './share-stub.ts';

/** Which call of the Web API a request was. */
export type WebApiStubCall =
  'token' | 'dataRange' | 'egvs' | 'calibrations' | 'events' | 'alerts' | 'devices' | 'other';

/** One request as it came. */
export interface WebApiStubRequest {
  readonly call: WebApiStubCall;
  readonly method: string;
  readonly path: string;
  /** As it stood behind the question mark. */
  readonly search: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
  /** The body of a token request. */
  readonly form: URLSearchParams;
}

/** One answer to give, once `after` has resolved. */
export interface WebApiStubAnswer extends StubAnswer {
  readonly after?: Promise<unknown>;
}

/**
 * A Web API on the loopback that says what it is told and remembers what it was asked. Untold it behaves: a refresh
 * token is good once, an access token until the next is given, and every list is empty.
 */
export interface WebApiStub {
  readonly url: string;
  readonly requests: readonly WebApiStubRequest[];
  calls(): WebApiStubCall[];
  /** The next answers to this call; the last one stays, until `answer(call)` takes it away. */
  answer(call: WebApiStubCall, ...answers: WebApiStubAnswer[]): void;
  /** As `answer`, but afterwards the stub behaves again. */
  once(call: WebApiStubCall, ...answers: WebApiStubAnswer[]): void;
  /** Resolves when so many requests of this call have come. */
  asked(call: WebApiStubCall, times?: number): Promise<void>;
  /** The pair that is good now; `refresh-0` and `access-0` before the first exchange. */
  readonly live: { readonly access: string; readonly refresh: string };
  /** The refresh tokens that were spent, in order. */
  readonly spent: readonly string[];
  /** What an exchange says of the new access token’s life; 7200 unless told. */
  expiresIn: unknown;
  close(): Promise<void>;
}

const CALLS = new Map<string, WebApiStubCall>([
  ['/v3/oauth2/token', 'token'],
  ...(['dataRange', 'egvs', 'calibrations', 'events', 'alerts', 'devices'] as const).map(
    (list) => [`/v3/users/self/${list}`, list] as const,
  ),
]);

/** A word of the token endpoint. */
export const oauthError = (error: string, status = 400): WebApiStubAnswer => ({
  status,
  body: JSON.stringify({ error }),
});

/** The text of a token, long enough to be one. */
export const tokenText = (kind: 'access' | 'refresh', number: number): string =>
  `${kind}-${number}-${'Zq7'.repeat(12)}`;

/** Starts one. It sends no Date header unless an answer holds one, so that tests own the time. */
export async function startWebApiStub(): Promise<WebApiStub> {
  const requests: WebApiStubRequest[] = [];
  const scripts = new Map<WebApiStubCall, { answers: WebApiStubAnswer[]; stays: boolean }>();
  const watchers = new Set<() => void>();
  const spent: string[] = [];
  let given = 0;

  const live = () => ({ access: tokenText('access', given), refresh: tokenText('refresh', given) });

  function exchange(form: URLSearchParams): WebApiStubAnswer {
    const offered = form.get('refresh_token') ?? form.get('code') ?? '';
    const isRefresh = form.get('grant_type') === 'refresh_token';
    if (isRefresh && offered !== live().refresh) return oauthError('invalid_grant');
    spent.push(offered);
    given += 1;
    return {
      body: JSON.stringify({
        access_token: live().access,
        refresh_token: live().refresh,
        token_type: 'Bearer',
        expires_in: stub.expiresIn,
      }),
    };
  }

  function standard({ call, headers, form }: WebApiStubRequest): WebApiStubAnswer {
    if (call === 'token') return exchange(form);
    if (call === 'other') return { status: 404, body: 'no such page' };
    if (headers['authorization'] !== `Bearer ${live().access}`) return { status: 401, body: '' };
    return call === 'dataRange' ? dataRange : envelope(call);
  }

  function scripted(call: WebApiStubCall): WebApiStubAnswer | undefined {
    const script = scripts.get(call);
    if (script === undefined) return undefined;
    const { answers, stays } = script;
    return stays && answers.length === 1 ? answers[0] : answers.shift();
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString('utf8');
    const url = new URL(request.url ?? '/', 'http://stub');
    const got: WebApiStubRequest = {
      call: CALLS.get(url.pathname) ?? 'other',
      method: request.method ?? '',
      path: url.pathname,
      search: url.search,
      headers: request.headers,
      body,
      form: new URLSearchParams(body),
    };
    requests.push(got);
    for (const watcher of watchers) watcher();
    const answer = scripted(got.call) ?? standard(got);
    await answer.after;
    if (answer.hang === true) return;
    response.sendDate = false;
    response.writeHead(answer.status ?? 200, {
      'Content-Type': 'application/json',
      ...answer.headers,
    });
    if (answer.cut === true) {
      response.write(answer.body ?? '', () => request.socket.destroy());
      return;
    }
    response.end(answer.body ?? '');
  }

  const server = createServer((request, response) => void serve(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;

  const stub: WebApiStub = {
    url: `http://127.0.0.1:${port}`,
    requests,
    spent,
    expiresIn: 7200,
    get live() {
      return live();
    },
    calls: () => requests.map(({ call }) => call),
    answer(call, ...answers) {
      if (answers.length === 0) scripts.delete(call);
      else scripts.set(call, { answers, stays: true });
    },
    once: (call, ...answers) => void scripts.set(call, { answers, stays: false }),
    asked: (call, times = 1) =>
      new Promise((resolve) => {
        const look = () => {
          if (requests.filter((request) => request.call === call).length < times) return;
          watchers.delete(look);
          resolve();
        };
        watchers.add(look);
        look();
      }),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return stub;
}

/** The wrapper of a list. */
export function envelope(recordType: string, ...records: object[]): WebApiStubAnswer {
  return {
    body: JSON.stringify({ recordType, recordVersion: '3.0', userId: USER_ID, records }),
  };
}

export const USER_ID = 'b5c9d1e27a83';

const moment = (systemTime: string) => ({ systemTime, displayTime: systemTime });

const dataRange: WebApiStubAnswer = {
  body: JSON.stringify({
    recordType: 'dataRange',
    recordVersion: '3.0',
    userId: USER_ID,
    calibrations: null,
    egvs: { start: moment('2025-01-01T00:00:00'), end: moment('2025-04-19T15:40:00') },
    events: null,
  }),
};
