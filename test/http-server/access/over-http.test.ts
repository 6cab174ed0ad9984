import { afterEach, describe, expect, test } from '@jest/globals';
import { request } from 'node:http';
import { Hono } from 'hono';
import { createReaderAccess } from '../../../src/http-server/access/index.ts';
import { createHttpServer, type HttpServer } from '../../../src/http-server/server.ts';
import { systemClock, type Clock } from '../../../src/platform/clock.ts';
import type { Admission } from '../../../src/platform/reader-access.ts';
import { Secret } from '../../../src/platform/secret.ts';
import { FakeClock, settle } from '../../support/fake-clock.ts';
import { waitUntil } from '../../support/wait-until.ts';

const open: HttpServer[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.close()));
});

/** A real server whose one route is guarded. */
async function serve(clock: Clock, isRequired: boolean) {
  const access = createReaderAccess({ secret: new Secret('a-long-secret'), isRequired, clock });
  const seen: Admission[] = [];
  const routes = new Hono();
  routes.get('/guarded', async (context) => {
    const admission = await access.admit(context.req.raw, '127.0.0.1');
    seen.push(admission);
    return admission.kind === 'refused'
      ? context.json({ message: admission.message }, admission.status)
      : context.json({ kind: admission.kind });
  });
  const server = createHttpServer({ host: '127.0.0.1', port: 0 }, [{ path: '/', routes }]);
  const { port } = await server.open();
  open.push(server);
  return { port, server, seen };
}

function get(port: number, path: string, headers: Record<string, string> = {}): Promise<number> {
  return new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', port, path, headers }, (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    })
      .on('error', reject)
      .end();
  });
}

describe('over real HTTP', () => {
  test('nothing shown is open on loopback, under its own names only', async () => {
    const { port } = await serve(new FakeClock(), false);
    expect(await get(port, '/guarded')).toBe(200);
    expect(await get(port, '/guarded', { host: `localhost:${port}` })).toBe(200);
    expect(await get(port, '/guarded', { host: `rebound.example:${port}` })).toBe(401);
    expect(await get(port, '/guarded', { 'x-forwarded-for': '203.0.113.1' })).toBe(401);
    expect(await get(port, '/guarded?token=a-long-secret', { host: 'own.example' })).toBe(200);
  });

  test('where the secret is required it is needed by its own names too', async () => {
    const { port } = await serve(new FakeClock(), true);
    expect(await get(port, '/guarded')).toBe(401);
    expect(await get(port, '/guarded', { authorization: 'Bearer a-long-secret' })).toBe(200);
  });

  test('a reader who hangs up waits no longer', async () => {
    const clock = new FakeClock();
    const { port, seen } = await serve(clock, true);
    const call = request({ host: '127.0.0.1', port, path: '/guarded?token=wrong' });
    call.on('error', () => undefined).end();
    await waitUntil(() => clock.sleeping === 1);
    call.destroy();
    await waitUntil(() => seen.length === 1);
    expect(clock.sleeping).toBe(0);
  });

  test('a server that closes ends every wait', async () => {
    const clock = new FakeClock();
    const { port, seen, server } = await serve(clock, true);
    const answers = [1, 2, 3].map(() => get(port, '/guarded?token=wrong').catch(() => 'cut off'));
    await waitUntil(() => clock.sleeping === 3);
    await server.close();
    expect(await Promise.all(answers)).toEqual(['cut off', 'cut off', 'cut off']);
    await settle();
    expect(seen).toHaveLength(3);
    expect(clock.sleeping).toBe(0);
  });

  test('the first wrong try is answered within the second by the machine’s clock', async () => {
    const { port } = await serve(systemClock, true);
    const start = Date.now();
    expect(await get(port, '/guarded?token=wrong')).toBe(401);
    expect(Date.now() - start).toBeGreaterThanOrEqual(240);
    expect(Date.now() - start).toBeLessThan(5_000);
  });
});
