import { once } from 'node:events';
import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Hono } from 'hono';
import { streamText } from 'hono/streaming';
import { createHttpServer, type HttpServer } from '../../src/http-server/server.ts';

/** More than the system holds for a connection. */
const LARGE = 'x'.repeat(32_000_000);

let server: HttpServer;
let port: number;
let begun: string[];
afterEach(() => server.close());

async function serve(stillMs?: number): Promise<void> {
  begun = [];
  const routes = new Hono();
  routes.get('/small/:name', (context) => {
    begun.push(context.req.param('name'));
    return context.text(`<${context.req.param('name')}>`);
  });
  routes.get('/beats', (context) =>
    streamText(context, async (stream) => {
      for (let beat = 0; beat < 10; beat += 1) {
        await stream.write('beat;');
        await stream.sleep(STILL_MS / 4);
      }
    }),
  );
  routes.get('/large', (context) => {
    begun.push('large');
    return context.text(LARGE);
  });
  server = createHttpServer({ host: '127.0.0.1', port: 0 }, [{ path: '/', routes }], stillMs);
  ({ port } = await server.open());
}

const STILL_MS = 300;
const ask = (path: string) => `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n`;

async function open(text: string) {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  socket.write(text);
  return socket;
}

describe('a connection on which requests are sent ahead', () => {
  beforeEach(() => serve());

  test('is answered in order, each of them', async () => {
    const names = ['a', 'b', 'c', 'd'];
    const socket = await open(names.map((name) => ask(`/small/${name}`)).join(''));
    let heard = '';
    while (!heard.includes('<d>')) heard += String((await once(socket, 'data'))[0]);
    expect(heard.match(/<.>/g)).toEqual(['<a>', '<b>', '<c>', '<d>']);
    socket.write(ask('/small/e'));
    while (!heard.includes('<e>')) heard += String((await once(socket, 'data'))[0]);
    expect(begun).toEqual([...names, 'e']);
    socket.destroy();
  });

  test('has no second answer made while the first is not read', async () => {
    const socket = await open(ask('/large') + ask('/small/later'));
    await once(socket, 'readable');
    // Another one is answered meanwhile, so the server has had every chance to go on.
    expect((await fetch(`http://127.0.0.1:${port}/small/other`)).status).toBe(200);
    expect(begun).toEqual(['large', 'other']);
    let length = 0;
    let end = '';
    while (!end.includes('<later>')) {
      const [chunk] = (await once(socket, 'data')) as [Buffer];
      length += chunk.length;
      end = (end + chunk.toString('latin1')).slice(-1_000);
    }
    expect(length).toBeGreaterThan(LARGE.length);
    expect(begun).toEqual(['large', 'other', 'later']);
    socket.destroy();
  });

  test('is ended when it asks for far more than it reads', async () => {
    const socket = await open(ask('/large').repeat(100));
    socket.resume();
    await once(socket, 'close');
    expect(begun).toEqual(['large']);
    expect((await fetch(`http://127.0.0.1:${port}/small/other`)).status).toBe(200);
  });
});

describe('a connection on which nothing moves', () => {
  beforeEach(() => serve(STILL_MS));

  test('is ended where the reader takes nothing', async () => {
    const socket = await open(ask('/large'));
    await once(socket, 'readable');
    // It notices only by reading that the other side is gone.
    await new Promise((resolve) => setTimeout(resolve, 4 * STILL_MS));
    let length = 0;
    socket.on('data', (chunk: Buffer) => (length += chunk.length));
    await once(socket, 'close');
    expect(length).toBeLessThan(LARGE.length);
  });

  test('goes on where a stream beats, for longer than that', async () => {
    const answer = await fetch(`http://127.0.0.1:${port}/beats`);
    expect(await answer.text()).toBe('beat;'.repeat(10));
  });
});
