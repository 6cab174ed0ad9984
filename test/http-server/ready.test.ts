import { describe, expect, test } from '@jest/globals';
import { DAY_MS, epochMs, HOUR_MS, MINUTE_MS } from '../../src/domain/instant.ts';
import type { SourceName } from '../../src/domain/record.ts';
import { failure, readyRig as rig } from '../support/ready-rig.ts';

describe('a source of now', () => {
  test('is fresh for fifteen minutes after its newest reading, and quiet from then on', async () => {
    const { clock, answered, ask } = rig();
    answered(clock.now());
    await clock.advance(15 * MINUTE_MS);
    expect((await ask()).status).toBe(200);
    await clock.advance(1);
    answered();
    const { reasons } = await ask();
    expect(reasons).toMatchObject([
      { account: 'anna', part: 'source share', state: 'quiet', forSeconds: 900 },
    ]);
    expect(reasons[0]).not.toHaveProperty('code');
    expect(reasons[0]?.remedy).toMatch(/Share on.*warm-up/);
  });

  test('that is quiet stays so through a warm-up, and is ready with the next reading', async () => {
    const { clock, board, answered, ask } = rig();
    answered(clock.now());
    await clock.advance(30 * MINUTE_MS);
    board.note({ type: 'source.quiet', account: 'anna', source: 'share' });
    await clock.advance(90 * MINUTE_MS);
    expect((await ask()).reasons).toMatchObject([{ state: 'quiet', forSeconds: 7_200 }]);
    answered(clock.now());
    expect((await ask()).reasons).toEqual([]);
  });

  test('has to be heard first after a start', async () => {
    const { clock, answered, ask } = rig();
    await clock.advance(3_000);
    expect((await ask()).reasons).toMatchObject([
      { state: 'starting', forSeconds: 3, remedy: expect.stringContaining('Wait') },
    ]);
    answered(clock.now());
    expect((await ask()).status).toBe(200);
  });

  test('is fresh from the first moment where the journal holds a fresh reading', async () => {
    const { clock, held, ask } = rig();
    held.newest = epochMs(clock.now() - 4 * MINUTE_MS);
    expect((await ask()).status).toBe(200);
  });

  test('that answers and has never had a reading is quiet', async () => {
    const { clock, board, ask } = rig();
    board.note({
      type: 'source.polled',
      account: 'anna',
      source: 'share',
      fetched: 0,
      added: 0,
      changed: 0,
    });
    await clock.advance(MINUTE_MS);
    expect((await ask()).reasons).toMatchObject([{ state: 'quiet', forSeconds: 60 }]);
  });

  test('may fail while its newest reading is fresh, and not beyond', async () => {
    const { clock, answered, sourceFails, ask } = rig();
    answered(clock.now());
    await clock.advance(5 * MINUTE_MS);
    sourceFails('share.unavailable');
    await clock.advance(10 * MINUTE_MS);
    expect((await ask()).status).toBe(200);
    await clock.advance(MINUTE_MS);
    expect((await ask()).reasons).toMatchObject([
      {
        part: 'source share',
        state: 'failing',
        code: 'share.unavailable',
        forSeconds: 660,
        remedy: expect.stringContaining('docs/ERRORS.md'),
      },
    ]);
  });

  test('that is latched is not ready, however fresh its newest reading is', async () => {
    const { clock, board, answered, ask } = rig();
    answered(clock.now());
    const refused = failure('share.login_refused', 'credentials');
    board.note({ type: 'source.latched', account: 'anna', source: 'share', failure: refused });
    await clock.advance(2_000);
    expect((await ask()).reasons).toMatchObject([
      {
        state: 'latched',
        code: 'share.login_refused',
        forSeconds: 2,
        remedy: expect.stringContaining('unlock anna source'),
      },
    ]);
  });

  test('whose newest reading lies far ahead tells of a wrong clock', async () => {
    const { clock, answered, ask } = rig();
    answered(epochMs(clock.now() + 10 * MINUTE_MS));
    expect((await ask()).status).toBe(200);
    answered(epochMs(clock.now() + 2 * HOUR_MS));
    expect((await ask()).reasons).toMatchObject([
      { state: 'quiet', forSeconds: 0, remedy: expect.stringContaining('clock') },
    ]);
  });
});

describe('a history', () => {
  const only: readonly SourceName[] = ['web-api'];

  test('that stands alone is late by nature: six hours', async () => {
    const { clock, synced, ask } = rig({ sources: only });
    const newest = clock.now();
    await clock.advance(6 * HOUR_MS);
    synced(epochMs(clock.now() + 15 * MINUTE_MS), newest);
    expect((await ask()).status).toBe(200);
    await clock.advance(15 * MINUTE_MS);
    synced(epochMs(clock.now() + 15 * MINUTE_MS));
    expect((await ask()).reasons).toMatchObject([
      {
        part: 'source web-api',
        state: 'quiet',
        forSeconds: 22_500,
        remedy: expect.stringContaining('one to three hours late'),
      },
    ]);
  });

  test('is judged as of its last sync, whatever its schedule, until the next is overdue', async () => {
    const { clock, synced, ask } = rig({ sources: only });
    synced(epochMs(clock.now() + DAY_MS), epochMs(clock.now() - 3 * HOUR_MS));
    await clock.advance(DAY_MS + 59 * MINUTE_MS);
    expect((await ask()).status).toBe(200);
    await clock.advance(2 * MINUTE_MS);
    expect((await ask()).reasons).toMatchObject([{ part: 'source web-api', state: 'quiet' }]);
  });

  test('that fails is judged as of now', async () => {
    const { clock, synced, sourceFails, ask } = rig({ sources: only });
    synced(epochMs(clock.now() + DAY_MS), epochMs(clock.now() - 3 * HOUR_MS));
    sourceFails('web-api.unavailable');
    await clock.advance(3 * HOUR_MS);
    expect((await ask()).status).toBe(200);
    await clock.advance(MINUTE_MS);
    expect((await ask()).reasons).toMatchObject([
      { state: 'failing', code: 'web-api.unavailable' },
    ]);
  });

  test('beside a live source matters where it is latched or was away for long', async () => {
    const { clock, board, answered, sourceFails, ask } = rig({ sources: ['share', 'web-api'] });
    answered(clock.now());
    expect((await ask()).status).toBe(200);
    sourceFails('http.unreachable', 'web-api');
    await clock.advance(6 * HOUR_MS);
    answered(clock.now());
    expect((await ask()).status).toBe(200);
    await clock.advance(1_000);
    expect((await ask()).reasons).toMatchObject([{ part: 'source web-api', state: 'failing' }]);
    board.note({
      type: 'source.latched',
      account: 'anna',
      source: 'web-api',
      failure: failure('web-api.not_authorised', 'credentials'),
    });
    expect((await ask()).reasons).toMatchObject([
      { state: 'latched', remedy: expect.stringContaining('authorize --account anna') },
    ]);
  });
});

describe('the answer', () => {
  test('tells of a journal that cannot be read, and since when', async () => {
    const { clock, held, answered, ask } = rig();
    answered(clock.now());
    held.broken = failure('journal.busy');
    expect((await ask()).reasons).toMatchObject([{ part: 'journal', state: 'failing' }]);
    await clock.advance(60_000);
    expect((await ask()).reasons).toMatchObject([
      { part: 'journal', code: 'journal.busy', forSeconds: 60 },
    ]);
    held.broken = undefined;
    expect((await ask()).status).toBe(200);
    held.broken = failure('journal.busy');
    expect((await ask()).reasons).toMatchObject([{ forSeconds: 0 }]);
  });

  test('holds no message, no address, no person and no glucose value', async () => {
    const { held, sourceFails, sinkFails, sink, clock, routes } = rig();
    sourceFails('share.unavailable');
    sink.pendingSince = epochMs(clock.now() - HOUR_MS);
    sinkFails('http.unreachable');
    const texts = [await (await routes.request('/readyz')).text()];
    held.broken = failure('journal.io');
    texts.push(await (await routes.request('/readyz')).text());
    expect(texts[0]).toContain('http.unreachable');
    for (const text of texts) expect(text).not.toMatch(/my-site|example|anna@|mg\/dL|123/);
  });

  test('is given to GET and HEAD only', async () => {
    const { clock, answered, routes } = rig();
    answered(clock.now());
    const head = await routes.request('/readyz', { method: 'HEAD' });
    expect([head.status, await head.text()]).toEqual([200, '']);
    for (const method of ['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS']) {
      const answer = await routes.request('/readyz', { method });
      expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
    }
  });
});
