import { connect, createServer, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, test } from '@jest/globals';
import { Hono } from 'hono';
import { BridgeFailure } from '../../src/domain/failure.ts';
import { createHttpServer, printAddress, type HttpServer } from '../../src/http-server/server.ts';

const open: HttpServer[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.close()));
});

async function serve(routes = new Hono()) {
  const server = createHttpServer({ host: '127.0.0.1', port: 0 }, [{ path: '/', routes }]);
  const address = await server.open();
  open.push(server);
  return `http://${printAddress(address)}`;
}

describe('createHttpServer', () => {
  test('mounts what it is handed, adds safe headers, and answers the rest with 404 JSON', async () => {
    const routes = new Hono();
    routes.get('/hello', (context) => context.json({ hello: 1 }));
    const url = await serve(routes);
    const answer = await fetch(`${url}/hello`);
    expect(await answer.json()).toEqual({ hello: 1 });
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    expect(answer.headers.has('strict-transport-security')).toBe(false);
    const missing = await fetch(`${url}/nothing`);
    expect(missing.status).toBe(404);
    expect(await missing.json()).toEqual({ status: 404, message: 'Not found' });
  });

  test('a watch that speaks HTTP/1.0 names no host and is answered', async () => {
    const routes = new Hono();
    routes.get('/hello', (context) => context.text('hello'));
    const { hostname, port } = new URL(await serve(routes));
    const socket = connect({ host: hostname, port: Number(port) });
    socket.end('GET /hello HTTP/1.0\r\n\r\n');
    const answer = await text(socket);
    expect(answer).toMatch(/^HTTP\/1\.1 200 OK[\s\S]*hello$/);
  });

  test('a route that throws gives 500 without its words', async () => {
    const routes = new Hono();
    routes.get('/bad', () => {
      throw new Error('inner words');
    });
    const answer = await fetch(`${await serve(routes)}/bad`);
    expect(answer.status).toBe(500);
    expect(await answer.text()).not.toContain('inner words');
  });

  test('hundreds of connections leave room for one more', async () => {
    const routes = new Hono();
    routes.get('/hello', (context) => context.text('hello'));
    const { hostname, port } = new URL(await serve(routes));
    const sockets = await Promise.all(
      Array.from(
        { length: 300 },
        () =>
          new Promise<Socket>((resolve, reject) => {
            const socket = connect({ host: hostname, port: Number(port) });
            socket.once('connect', () => resolve(socket)).once('error', reject);
          }),
      ),
    );
    try {
      expect((await fetch(`http://${hostname}:${port}/hello`)).status).toBe(200);
    } finally {
      sockets.forEach((socket) => socket.destroy());
    }
  });

  test('who is told to wait does not keep the connection', async () => {
    const routes = new Hono();
    routes.get('/wait', (context) => context.text('later', 429));
    routes.get('/hello', (context) => context.text('hello'));
    const url = await serve(routes);
    expect((await fetch(`${url}/wait`)).headers.get('connection')).toBe('close');
    expect((await fetch(`${url}/hello`)).headers.get('connection')).toBe('keep-alive');
  });

  test('a taken port is told with a remedy', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => other.once('listening', resolve));
    const { port } = other.address() as { port: number };
    const server = createHttpServer({ host: '127.0.0.1', port }, []);
    const failure = await server.open().catch((thrown: unknown) => thrown);
    await new Promise((resolve) => other.close(resolve));
    expect(failure).toBeInstanceOf(BridgeFailure);
    expect(failure).toMatchObject({ code: 'server.in_use', kind: 'transient' });
    expect((failure as Error).message).toContain(`127.0.0.1:${port}`);
    expect((failure as Error).message).toContain('LISTEN');
  });

  test('an address of another machine is told with a remedy', async () => {
    const server = createHttpServer({ host: '192.0.2.1', port: 0 }, []);
    await expect(server.open()).rejects.toMatchObject({ code: 'server.bad_address' });
  });

  test('closing ends connections that are kept alive, and may be repeated', async () => {
    const server = createHttpServer({ host: '127.0.0.1', port: 0 }, []);
    const { port } = await server.open();
    await (await fetch(`http://127.0.0.1:${port}/`)).text();
    await server.close();
    await server.close();
    await expect(fetch(`http://127.0.0.1:${port}/`)).rejects.toThrow();
  });
});

test('an IPv6 address is printed in brackets', () => {
  expect(printAddress({ host: '::1', port: 80 })).toBe('[::1]:80');
  expect(printAddress({ host: '127.0.0.1', port: 80 })).toBe('127.0.0.1:80');
});
