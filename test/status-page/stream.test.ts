import { afterEach, describe, expect, test } from '@jest/globals';
import { createHttpServer, type HttpServer } from '../../src/http-server/server.ts';
import { createPageRoutes } from '../../src/status-page/index.ts';
import type { PageState } from '../../src/status-page/page-state.ts';
import { BEAT_MS, MOST_STREAMS } from '../../src/status-page/stream-routes.ts';
import { FakeClock, settle } from '../support/fake-clock.ts';
import { waitUntil } from '../support/wait-until.ts';
import { createPageRig, type PageRigOptions } from './page-rig.ts';

const MINUTE = 60_000;
const closing: (() => unknown)[] = [];
afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()));
});

async function open(options: Partial<PageRigOptions> = {}) {
  const clock = new FakeClock();
  const rig = await createPageRig({ clock, ...options });
  const routes = createPageRoutes(rig.facts);
  const listen = async (account = 'anna', headers: Record<string, string> = {}) => {
    const answer = await routes.request(`/page/events?account=${account}`, {
      headers: { host: 'localhost', ...headers },
    });
    return { answer, ...reading(answer) };
  };
  return { clock, rig, routes, listen };
}

/** What a stream has said so far. */
function reading(answer: Response) {
  const said: { event: string; data: string }[] = [];
  const reader = answer.body!.getReader() as ReadableStreamDefaultReader<Uint8Array>;
  let isOver = false;
  const decoder = new TextDecoder();
  const pump = async () => {
    let text = '';
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      text += decoder.decode(value, { stream: true });
      const messages = text.split('\n\n');
      text = messages.pop() ?? '';
      for (const message of messages) {
        const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(message)?.[1] ?? '';
        said.push({ event: field('event'), data: field('data') });
      }
    }
    isOver = true;
  };
  void pump();
  const cancel = () => reader.cancel();
  closing.push(cancel);
  const states = () =>
    said.filter(({ event }) => event === 'state').map(({ data }) => JSON.parse(data) as PageState);
  return { said, states, cancel, isOver: () => isOver };
}

describe('the stream of a page', () => {
  test('begins with how all stands, and tells of a reading at once', async () => {
    const { clock, rig, listen } = await open();
    const stream = await listen();
    expect(stream.answer.headers.get('content-type')).toBe('text/event-stream');
    expect(stream.answer.headers.get('x-accel-buffering')).toBe('no');
    await settle();
    expect(stream.states()).toHaveLength(1);
    await rig.record({ systemTime: clock.now() - MINUTE, glucoseMgdl: 142 });
    await clock.advance(100);
    expect(stream.states()[1]?.newest?.glucoseMgdl).toBe(142);
  });

  test('several events of one reading are one message, and a flood is a trickle', async () => {
    const { clock, rig, listen } = await open();
    const streams = await Promise.all([listen(), listen()]);
    await settle();
    const before = rig.described();
    for (let index = 0; index < 500; index += 1) {
      await rig.record({ systemTime: clock.now() - index * 5 * MINUTE });
      if (index % 10 === 0) await clock.advance(10);
    }
    await clock.advance(2_000);
    for (const stream of streams) {
      expect(stream.states().length).toBeLessThanOrEqual(5);
      expect(stream.states().at(-1)?.recent).toHaveLength(36);
    }
    // Read once for all that listen.
    expect(rig.described() - before).toBeLessThanOrEqual(4);
  });

  test('says when older readings came or changed, so that they are fetched again', async () => {
    const { clock, rig, listen } = await open();
    const stream = await listen();
    await settle();
    await rig.record({ systemTime: clock.now() - 30 * MINUTE });
    await clock.advance(1_000);
    expect(stream.states().at(-1)?.history).toBe(0);
    await rig.record({ systemTime: clock.now() - 300 * MINUTE });
    await clock.advance(1_000);
    expect(stream.states().at(-1)?.history).toBe(1);
    const synced = {
      type: 'history.synced',
      account: 'anna',
      source: 'web-api',
      windows: 1,
    } as const;
    rig.emit({ ...synced, added: 0, changed: 0 });
    await clock.advance(1_000);
    expect(stream.states().at(-1)?.history).toBe(1);
    rig.emit({ ...synced, added: 0, changed: 2 });
    await clock.advance(1_000);
    expect(stream.states().at(-1)?.history).toBe(2);
  });

  test('beats with the hour while nothing happens', async () => {
    const { clock, listen } = await open();
    const stream = await listen();
    await clock.advance(2 * BEAT_MS);
    const beats = stream.said.filter(({ event }) => event === 'beat');
    expect(beats.map(({ data }) => Number(data))).toEqual([clock.now() - BEAT_MS, clock.now() - 0]);
  });

  test('hears nothing of other accounts', async () => {
    const { clock, rig, listen } = await open({ accounts: ['anna', 'ben'] });
    const stream = await listen('ben');
    await settle();
    await rig.record({ systemTime: clock.now() });
    rig.emit({ type: 'journal.pruned', removed: 3 });
    await clock.advance(1_000);
    expect(stream.states()).toHaveLength(1);
    expect((await listen('carl')).answer.status).toBe(404);
  });

  test('leaves nothing behind when the page is closed, and can begin again', async () => {
    const { clock, rig, listen } = await open();
    const streams = await Promise.all([listen(), listen()]);
    await settle();
    expect(rig.listening()).toBe(1);
    await streams[0].cancel();
    await settle();
    expect(rig.listening()).toBe(1);
    await streams[1].cancel();
    await settle();
    expect(rig.listening()).toBe(0);
    expect(clock.sleeping).toBe(0);
    const again = await listen();
    await settle();
    await rig.record({ systemTime: clock.now() });
    await clock.advance(100);
    expect(again.states()).toHaveLength(2);
  });

  test('there are so many and no more; a closed one makes room', async () => {
    const { listen } = await open();
    const streams = await Promise.all(Array.from({ length: MOST_STREAMS }, () => listen()));
    await settle();
    const refused = await listen();
    expect(refused.answer.status).toBe(503);
    expect(refused.answer.headers.get('retry-after')).toBe('30');
    await streams[0]!.cancel();
    await settle();
    expect((await listen()).answer.status).toBe(200);
  });

  test('ends when the pass of its reader is over', async () => {
    const { clock, routes, listen } = await open({ secret: 'abc', isRequired: true });
    const signed = await routes.request('/', {
      method: 'POST',
      headers: { host: 'localhost', 'content-type': 'application/x-www-form-urlencoded' },
      body: 'secret=abc',
    });
    const cookie = signed.headers.get('set-cookie')!.split(';')[0]!;
    const stream = await listen('anna', { cookie });
    await settle();
    await clock.advance(8 * 3_600_000 - BEAT_MS);
    expect(stream.isOver()).toBe(false);
    await clock.advance(2 * BEAT_MS);
    expect(stream.isOver()).toBe(true);
    expect((await listen('anna', { cookie })).answer.status).toBe(401);
  });
});

test('a server that closes ends every stream at once', async () => {
  const { clock, rig } = await open();
  const mounts = [{ path: '/', routes: createPageRoutes(rig.facts) }];
  const server: HttpServer = createHttpServer({ host: '127.0.0.1', port: 0 }, mounts);
  const { port } = await server.open();
  const answer = await fetch(`http://127.0.0.1:${port}/page/events?account=anna`);
  const reader = answer.body!.getReader();
  await reader.read();
  expect(rig.listening()).toBe(1);
  const began = performance.now();
  await server.close();
  await expect(reader.read()).rejects.toThrow();
  expect(performance.now() - began).toBeLessThan(5_000);
  await waitUntil(() => rig.listening() === 0);
  expect(clock.sleeping).toBe(0);
});
