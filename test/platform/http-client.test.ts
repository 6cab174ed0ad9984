import { getEventListeners } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { inspect } from 'node:util';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { BridgeFailure } from '../../src/domain/failure.ts';
import {
  createHttpClient,
  type HttpClient,
  type HttpRequest,
  type HttpResponse,
} from '../../src/platform/http-client.ts';
import { loopbackTls } from '../support/loopback-tls.ts';

let http: HttpClient;
let server: Server;
let url: string;
let sockets: Set<Socket>;
let answer: RequestListener;

beforeEach(async () => {
  http = createHttpClient('bridge-test/1', { largestAnswerBytes: 100_000 });
  answer = (_, response) => response.end('ok');
  sockets = new Set();
  server = createServer((request, response) => answer(request, response));
  server.on('connection', (socket) => sockets.add(socket));
  url = await listen(server, 'http');
});

afterEach(async () => {
  http.close();
  await stop(server);
});

async function listen(some: Server, scheme: string): Promise<string> {
  await new Promise<void>((resolve) => some.listen(0, '127.0.0.1', resolve));
  return `${scheme}://127.0.0.1:${(some.address() as AddressInfo).port}`;
}

async function stop(some: Server): Promise<void> {
  some.closeAllConnections();
  await new Promise((resolve) => some.close(resolve));
}

const never = new AbortController().signal;

function send(change: Partial<HttpRequest> = {}, signal = never): Promise<HttpResponse> {
  return http.send({ method: 'GET', url, timeoutMs: 5_000, ...change }, signal);
}

async function failure(change: Partial<HttpRequest> = {}): Promise<BridgeFailure> {
  const thrown: unknown = await send(change).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (thrown instanceof BridgeFailure) return thrown;
  throw new Error(`no BridgeFailure but ${inspect(thrown)}`);
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

describe('a request', () => {
  test('goes out as given: method, headers, body, and the name of the program', async () => {
    let seen: unknown;
    answer = (request, response) => {
      void bodyOf(request).then((body) => {
        const { method, headers } = request;
        seen = { method, body, agent: headers['user-agent'], type: headers['content-type'] };
        response.end();
      });
    };
    const body = '{"kept": "as  it is",\n"ü":1}';
    await send({ method: 'POST', body, headers: { 'Content-Type': 'application/json' } });
    expect(seen).toEqual({
      method: 'POST',
      body,
      agent: 'bridge-test/1',
      type: 'application/json',
    });
  });

  test('re-uses one connection', async () => {
    for (let count = 0; count < 5; count += 1) await send();
    expect(sockets.size).toBe(1);
  });

  test('uses a new connection when the server has closed the old one', async () => {
    await send();
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect((await send()).text).toBe('ok');
  });
});

describe('an answer', () => {
  test('is given as text whatever its status, with lower-case header names', async () => {
    answer = (_, response) => {
      response.writeHead(500, { 'X-Trace': 'a' });
      response.end('{"Code":"x"}');
    };
    const { status, headers, text } = await send();
    expect([status, headers['x-trace'], text]).toEqual([500, 'a', '{"Code":"x"}']);
  });

  test('that is JSON stays text', async () => {
    answer = (_, response) => {
      response.writeHead(200, { 'Content-Type': 'application/json' });
      response.end('"8597cbce"');
    };
    expect((await send()).text).toBe('"8597cbce"');
  });

  test('is unpacked', async () => {
    let asked = '';
    answer = (request, response) => {
      asked = String(request.headers['accept-encoding']);
      response.writeHead(200, { 'Content-Encoding': 'gzip' });
      response.end(gzipSync('Grüße'));
    };
    expect((await send()).text).toBe('Grüße');
    expect(asked).toContain('gzip');
  });

  test('that sends elsewhere is not followed', async () => {
    let requests = 0;
    answer = (_, response) => {
      requests += 1;
      response.writeHead(302, { Location: '/elsewhere' });
      response.end();
    };
    const { status, headers } = await send({ method: 'POST', body: 'secret' });
    expect([status, headers['location'], requests]).toEqual([302, '/elsewhere', 1]);
  });

  test.each([
    ['plain', false],
    ['packed', true],
  ])('that is too large, %s, is refused', async (_, packed) => {
    answer = (_request, response) => {
      const large = Buffer.alloc(200_000, 'x');
      response.writeHead(200, packed ? { 'Content-Encoding': 'gzip' } : {});
      response.end(packed ? gzipSync(large) : large);
    };
    expect(await failure()).toMatchObject({ code: 'http.too_large', kind: 'transient' });
  });

  test('that breaks off is not taken for a whole one', async () => {
    answer = (_, response) => {
      response.writeHead(200, { 'Content-Length': '100' });
      response.write('[{"half":', () => response.socket?.destroy());
    };
    expect(await failure()).toMatchObject({ code: 'http.broken_off', kind: 'transient' });
  });

  test('that cannot be unpacked is a failure', async () => {
    answer = (_, response) => {
      response.writeHead(200, { 'Content-Encoding': 'gzip' });
      response.end('this is not gzip');
    };
    expect(await failure()).toMatchObject({ code: 'http.broken_off', kind: 'transient' });
  });

  test('that is not HTTP is a failure', async () => {
    answer = (_, response) => {
      response.socket?.end('SSH-2.0-OpenSSH_9.6\r\n');
    };
    expect(await failure()).toMatchObject({ kind: 'transient' });
  });
});

describe('waiting', () => {
  test('for an answer ends at the timeout', async () => {
    answer = () => undefined;
    const began = performance.now();
    expect(await failure({ timeoutMs: 200 })).toMatchObject({ code: 'http.timeout' });
    expect(performance.now() - began).toBeLessThan(5_000);
  });

  test('for a body that trickles ends at the timeout too', async () => {
    answer = (_, response) => {
      response.writeHead(200);
      const timer = setInterval(() => response.write('.'), 20);
      response.on('close', () => clearInterval(timer));
    };
    const began = performance.now();
    expect(await failure({ timeoutMs: 300 })).toMatchObject({
      code: 'http.timeout',
      kind: 'transient',
    });
    expect(performance.now() - began).toBeLessThan(5_000);
  });

  test.each(['before the answer', 'in the middle of the body'])(
    'ends at once when cancelled %s, with the reason given',
    async (when) => {
      const stopping = new AbortController();
      const reason = new Error('stopping');
      answer = (_, response) => {
        if (when === 'before the answer') stopping.abort(reason);
        else response.write('half', () => setTimeout(() => stopping.abort(reason), 20));
      };
      await expect(send({}, stopping.signal)).rejects.toBe(reason);
    },
  );

  test('does not begin when cancelled before', async () => {
    const reason = new Error('stopped');
    await expect(send({}, AbortSignal.abort(reason))).rejects.toBe(reason);
    expect(sockets.size).toBe(0);
  });

  test('leaves nothing behind on the signal of a long run', async () => {
    const { signal } = new AbortController();
    for (let count = 0; count < 3; count += 1) await send({}, signal);
    expect(getEventListeners(signal, 'abort')).toHaveLength(0);
  });
});

describe('a connection', () => {
  test('to nobody is a failure that names the host', async () => {
    await stop(server);
    const refused = await failure({ url: `${url}/path?sessionId=s3cret` });
    expect(refused).toMatchObject({ code: 'http.unreachable', kind: 'transient' });
    expect(refused.message).toContain(new URL(url).host);
  });

  test('with a certificate that nobody vouches for is refused before a byte is sent', async () => {
    let requests = 0;
    const tls = createTlsServer(loopbackTls(), (_, response) => {
      requests += 1;
      response.end();
    });
    const secure = await listen(tls, 'https');
    const refused = await failure({ url: secure, method: 'POST', body: 'password' });
    await stop(tls);
    expect(refused).toMatchObject({ code: 'http.tls', kind: 'transient' });
    expect(refused.message).toContain('certificate');
    expect(requests).toBe(0);
  });

  test('by https to a server that speaks http is named so', async () => {
    const refused = await failure({ url: url.replace('http:', 'https:') });
    expect(refused).toMatchObject({ code: 'http.tls' });
    expect(refused.message).toContain('http against https');
  });
});

test('no failure shows the address beyond its host, the headers or the body', async () => {
  const secret = 's3cret-word';
  const request: Partial<HttpRequest> = {
    method: 'POST',
    body: secret,
    headers: { 'api-secret': secret },
    timeoutMs: 200,
  };
  const path = `/${secret}?token=${secret}`;
  const cases: [string, RequestListener][] = [
    [url, () => undefined],
    [url, (_, response) => response.socket?.destroy()],
    [url, (_, response) => response.end(secret.repeat(20_000))],
    [url.replace('http:', 'https:'), () => undefined],
    ['http://127.0.0.1:1', () => undefined],
  ];
  const codes = new Set<string>();
  for (const [base, listener] of cases) {
    answer = listener;
    const thrown = await failure({ ...request, url: base + path });
    codes.add(thrown.code);
    const printed = `${thrown.stack ?? ''}${JSON.stringify(thrown)}${inspect(thrown, { depth: 20, showHidden: true })}`;
    expect(printed).not.toContain(secret);
  }
  expect(codes.size).toBeGreaterThanOrEqual(4);
});
