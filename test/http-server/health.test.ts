import { describe, expect, test } from '@jest/globals';
import { BridgeFailure } from '../../src/domain/failure.ts';
import { epochMs } from '../../src/domain/instant.ts';
import { createHealthRoutes } from '../../src/http-server/health.ts';
import { createStatusBoard } from '../../src/telemetry/status-board.ts';
import { FakeClock } from '../support/fake-clock.ts';

function rig() {
  const clock = new FakeClock();
  const board = createStatusBoard(clock, [
    { name: 'anna', sources: ['share'], sinks: ['nightscout-rest-v1'] },
  ]);
  const routes = createHealthRoutes({ clock, version: '1.2.3', status: () => board.snapshot() });
  return { clock, board, routes };
}

describe('/healthz', () => {
  test('says how long it has been well', async () => {
    const { clock, routes } = rig();
    await clock.advance(90_500);
    const answer = await routes.request('/healthz');
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual({
      status: 'ok',
      version: '1.2.3',
      uptimeSeconds: 90,
      reasons: [],
    });
  });

  test('stays 200 while something fails, and says what without any value or address', async () => {
    const { clock, board, routes } = rig();
    board.note({
      type: 'sink.failed',
      account: 'anna',
      sink: 'nightscout-rest-v1',
      failure: new BridgeFailure('http.unreachable', 'transient', 'my-site.example.org is away'),
      retryAt: epochMs(clock.now() + 1_000),
    });
    board.note({ type: 'source.quiet', account: 'anna', source: 'share' });
    await clock.advance(61_000);
    const answer = await routes.request('/healthz');
    expect(answer.status).toBe(200);
    const text = await answer.text();
    expect(text).not.toContain('my-site');
    expect(JSON.parse(text)).toMatchObject({
      status: 'degraded',
      reasons: [
        { account: 'anna', part: 'source share', state: 'quiet', forSeconds: 61 },
        {
          account: 'anna',
          part: 'sink nightscout-rest-v1',
          state: 'failing',
          code: 'http.unreachable',
          forSeconds: 61,
        },
      ],
    });
  });

  test('takes GET and HEAD only', async () => {
    const { routes } = rig();
    const answer = await routes.request('/healthz', { method: 'POST' });
    expect(answer.status).toBe(405);
    expect(answer.headers.get('allow')).toBe('GET, HEAD');
    expect((await routes.request('/healthz', { method: 'HEAD' })).status).toBe(200);
  });
});
