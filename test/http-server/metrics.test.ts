import { afterEach, expect, test } from '@jest/globals';
import { createMetricsRoutes } from '../../src/http-server/metrics.ts';
import { createHttpServer, printAddress, type HttpServer } from '../../src/http-server/server.ts';

const page = {
  contentType: 'text/plain; version=0.0.4; charset=utf-8',
  render: () => Promise.resolve('some_metric 1\n'),
};
let server: HttpServer | undefined;
afterEach(async () => server?.close());

async function serve(routes: ReturnType<typeof createMetricsRoutes>): Promise<string> {
  server = createHttpServer({ host: '127.0.0.1', port: 0 }, [{ path: '/', routes }]);
  return `http://${printAddress(await server.open())}`;
}

test('/metrics is the page as it is, with the type that Prometheus wants, and is never kept', async () => {
  const url = await serve(createMetricsRoutes(page));
  const answer = await fetch(`${url}/metrics`);
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
  expect(answer.headers.get('cache-control')).toBe('no-store');
  expect(await answer.text()).toBe('some_metric 1\n');
});

test('/metrics answers HEAD without a body and refuses everything else', async () => {
  const url = await serve(createMetricsRoutes(page));
  const head = await fetch(`${url}/metrics`, { method: 'HEAD' });
  expect([head.status, head.headers.get('content-type'), await head.text()]).toEqual([
    200,
    page.contentType,
    '',
  ]);
  for (const method of ['POST', 'PUT', 'DELETE']) {
    const answer = await fetch(`${url}/metrics`, { method });
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
  }
});

test('a page that cannot be made is a fault of the server and says nothing', async () => {
  const render = () => Promise.reject(new Error('secret words'));
  const url = await serve(createMetricsRoutes({ ...page, render }));
  const answer = await fetch(`${url}/metrics`);
  expect(answer.status).toBe(500);
  expect(await answer.text()).not.toContain('secret');
});
