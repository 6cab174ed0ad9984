import {
  createServer as createHttpServer,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { loopbackTls } from './loopback-tls.ts';

/** Which of Share’s calls a request was. */
export type StubCall = 'authenticate' | 'login' | 'read' | 'other';

/** One request as it came. */
export interface StubRequest {
  readonly call: StubCall;
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** One answer to give. */
export interface StubAnswer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Never answer. */
  readonly hang?: boolean;
  /** Break the connection off after the body, of which more was promised. */
  readonly cut?: boolean;
}

/** A Share server on the loopback that says what it is told and remembers what it was asked. */
export interface ShareStub {
  readonly url: string;
  readonly requests: readonly StubRequest[];
  /** Calls in the order in which they came. */
  calls(): StubCall[];
  /** The next answers to this call; the last one stays. */
  answer(call: StubCall, ...answers: StubAnswer[]): void;
  /** Resolves when a request of this call has come. */
  asked(call: StubCall): Promise<void>;
  close(): Promise<void>;
}

export const ACCOUNT_ID = '8597cbce-1c66-4655-bf7d-a7e070638b80';
/** Of the first login; the second ends in …2 and so on. */
export const FIRST_SESSION_ID = '11111111-aaaa-4bbb-8ccc-000000000001';
export const NULL_UUID = '00000000-0000-0000-0000-000000000000';

/** Starts a server. It sends no Date header unless an answer holds one, so that tests own the time. */
export async function startShareStub({ tls = false } = {}): Promise<ShareStub> {
  const requests: StubRequest[] = [];
  const scripts = new Map<StubCall, StubAnswer[]>();
  const watchers = new Set<() => void>();
  let logins = 0;

  function standard(call: StubCall): StubAnswer {
    if (call === 'authenticate') return { body: JSON.stringify(ACCOUNT_ID) };
    if (call === 'login') {
      logins += 1;
      return { body: JSON.stringify(FIRST_SESSION_ID.slice(0, -1) + String(logins)) };
    }
    return call === 'read' ? { body: '[]' } : { status: 404, body: 'no such page' };
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const url = new URL(request.url ?? '/', 'http://stub');
    const call = callOf(url.pathname);
    requests.push({
      call,
      method: request.method ?? '',
      path: url.pathname,
      query: url.searchParams,
      headers: request.headers,
      body: Buffer.concat(chunks).toString('utf8'),
    });
    for (const watcher of watchers) watcher();
    const script = scripts.get(call) ?? [];
    const answer = (script.length > 1 ? script.shift() : script[0]) ?? standard(call);
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

  const listener = (request: IncomingMessage, response: ServerResponse) => {
    void serve(request, response);
  };
  const server = tls ? createHttpsServer(loopbackTls(), listener) : createHttpServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;

  return {
    url: `${tls ? 'https' : 'http'}://127.0.0.1:${port}`,
    requests,
    calls: () => requests.map(({ call }) => call),
    answer: (call, ...answers) => void scripts.set(call, answers),
    asked: (call) =>
      new Promise((resolve) => {
        const look = () => {
          if (!requests.some((request) => request.call === call)) return;
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
}

function callOf(path: string): StubCall {
  if (path.endsWith('/General/AuthenticatePublisherAccount')) return 'authenticate';
  if (path.endsWith('/General/LoginPublisherAccountById')) return 'login';
  if (path.endsWith('/Publisher/ReadPublisherLatestGlucoseValues')) return 'read';
  return 'other';
}
