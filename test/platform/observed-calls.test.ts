import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { BridgeFailure } from '../../src/domain/failure.ts';
import {
  createHttpClient,
  type HttpCall,
  type HttpClient,
  type HttpRequest,
  type HttpResponse,
} from '../../src/platform/http-client.ts';

const never = new AbortController().signal;
const calls: HttpCall[] = [];
let http: HttpClient;
let server: Server;
let url: string;
let answer: RequestListener;

beforeEach(async () => {
  calls.length = 0;
  http = createHttpClient('bridge-test/1', { onCall: (call) => calls.push(call) });
  answer = (_, response) => response.end('ok');
  server = createServer((request, response) => answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterEach(async () => {
  http.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

function send(change: Partial<HttpRequest> = {}, signal = never): Promise<HttpResponse> {
  return http.send({ method: 'GET', url, timeoutMs: 5_000, ...change }, signal);
}

async function failure(change: Partial<HttpRequest> = {}): Promise<BridgeFailure> {
  const thrown: unknown = await send(change).catch((reason: unknown) => reason);
  if (thrown instanceof BridgeFailure) return thrown;
  throw new Error('no BridgeFailure');
}

describe('whoever counts calls', () => {
  test('hears each one with its endpoint, what came of it and how long it took', async () => {
    answer = (_, response) => void setTimeout(() => response.writeHead(503).end(), 60);
    await send({ endpoint: 'share.login' });
    await send();
    expect(calls).toMatchObject([
      { endpoint: 'share.login', code: '503' },
      { endpoint: 'other.other', code: '503' },
    ]);
    expect(calls[0]?.tookMs).toBeGreaterThanOrEqual(55);
    expect(calls[0]?.tookMs).toBeLessThan(5_000);
  });

  test('hears of failures by their code, and of what was broken off by us', async () => {
    answer = () => undefined;
    await failure({ timeoutMs: 50 });
    const stop = new AbortController();
    const sent = send({}, stop.signal);
    setTimeout(() => stop.abort(), 50);
    await sent.catch(() => undefined);
    answer = (_, response) => response.socket?.destroy();
    await failure();
    await failure({ url: url.replace('http:', 'https:') });
    await failure({ url: 'http://127.0.0.1:1' });
    expect(calls.map(({ code }) => code)).toEqual([
      'http.timeout',
      'aborted',
      'http.broken_off',
      'http.tls',
      'http.unreachable',
    ]);
  });

  test('hears nothing of what was never sent', async () => {
    await send({}, AbortSignal.abort()).catch(() => undefined);
    expect(calls).toEqual([]);
  });

  test('hears no word of the address, the headers or the body', async () => {
    const secret = 's3cret-word';
    await send({
      url: `${url}/${secret}?token=${secret}`,
      headers: { 'api-secret': secret },
      method: 'POST',
      body: secret,
    });
    expect(calls).toHaveLength(1);
    expect(JSON.stringify(calls)).not.toContain(secret);
    expect(Object.keys(calls[0] ?? {}).sort()).toEqual(['code', 'endpoint', 'tookMs']);
  });

  test('costs no call when it fails itself', async () => {
    http.close();
    http = createHttpClient('bridge-test/1', {
      onCall() {
        throw new Error('the counter is broken');
      },
    });
    expect((await send()).text).toBe('ok');
    expect(await failure({ url: 'http://127.0.0.1:1' })).toMatchObject({
      code: 'http.unreachable',
    });
  });
});
