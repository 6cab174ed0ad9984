import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, test } from '@jest/globals';
import type { FollowStatus } from '../../src/library/index.ts';
import { wireRecord } from '../support/share-rig.ts';
import { ACCOUNT_ID } from '../support/share-stub.ts';
import { ago, rejected, rigEachTest } from './share-client-rig.ts';

const rig = rigEachTest();

describe('following', () => {
  test('gives the newest, tells what it does, and ends quietly with its signal', async () => {
    rig.shows(wireRecord(ago(3), 121), wireRecord(ago(8), 120));
    const statuses: FollowStatus[] = [];
    const stop = new AbortController();
    const given: number[] = [];
    const share = rig.client();
    for await (const reading of share.follow({
      signal: stop.signal,
      onStatus(status) {
        statuses.push(status);
        if (status.state === 'waiting') stop.abort();
      },
    })) {
      given.push(reading.glucoseMgdl);
    }
    expect(given).toEqual([121]);
    expect(statuses.map(({ state }) => state)).toEqual(['asking', 'waiting']);
  });

  test('leaving the loop ends it and closes its connections; the client is still good', async () => {
    rig.shows(wireRecord(ago(3), 121));
    const share = rig.client();
    for await (const reading of share.follow()) {
      expect(reading.isLate).toBe(false);
      break;
    }
    const again = share.follow();
    await again.next();
    // It waits for the next reading; this must not take five minutes.
    const waiting = again.next();
    await again.return();
    expect(await waiting).toEqual({ done: true, value: undefined });
    expect(await again.next()).toEqual({ done: true, value: undefined });
    expect(await share.readings()).toHaveLength(1);
    expect(rig.stub.calls().filter((call) => call !== 'read')).toEqual(['authenticate', 'login']);
  });

  test('tells of faults that pass, as errors of this package', async () => {
    rig.stub.answer('read', { status: 502, body: '<html>' });
    const share = rig.client();
    const status = await new Promise<FollowStatus>((resolve) => {
      const readings = share.follow({
        onStatus(told) {
          if (told.state === 'retrying') resolve(told);
        },
      });
      void readings.next();
    });
    expect(status).toMatchObject({ state: 'retrying', error: { code: 'share.unavailable' } });
  });

  test('is asked for with sense, or not at all', () => {
    const share = rig.client();
    for (const wrong of [
      { since: NaN },
      { since: new Date(NaN) },
      { since: '2025-04-19' },
      { callsPerReading: 1 },
      { sameWithinMs: 150_001 },
      { late: 'never' },
      { untill: 5 },
    ]) {
      expect(() => share.follow(wrong as object)).toThrow(
        expect.objectContaining({ code: 'library.invalid_argument', kind: 'argument' }),
      );
    }
  });
});

describe('ending', () => {
  test('a call ends with its signal and its reason', async () => {
    rig.stub.answer('authenticate', { hang: true });
    const stop = new AbortController();
    const call = rejected(rig.client().readings({ signal: stop.signal }));
    await rig.stub.asked('authenticate');
    stop.abort(new Error('enough'));
    expect(await call).toEqual(new Error('enough'));
  });

  test('one call’s end is not the other’s', async () => {
    const share = rig.client();
    await share.login();
    const stop = new AbortController();
    rig.stub.answer('read', { hang: true }, { body: JSON.stringify([wireRecord(ago(1))]) });
    const first = rejected(share.readings({ signal: stop.signal }));
    await rig.stub.asked('read');
    const second = share.readings();
    stop.abort(new Error('enough'));
    expect(await first).toEqual(new Error('enough'));
    expect(await second).toHaveLength(1);
  });

  test('a closed client ends what is under way and does nothing more', async () => {
    rig.stub.answer('read', { hang: true });
    const share = rig.client();
    const [call, followed] = [rejected(share.readings()), share.follow().next()];
    await rig.stub.asked('read');
    await share.close();
    expect(await call).toMatchObject({ code: 'library.closed' });
    expect(await followed).toEqual({ done: true, value: undefined });
    expect(await rejected(share.login())).toMatchObject({ code: 'library.closed' });
    expect(() => share.follow()).toThrow(expect.objectContaining({ code: 'library.closed' }));
  });
});

test('following leaves no connection behind', async () => {
  const closings: Promise<unknown>[] = [];
  const server = createServer((request, response) => {
    request.resume();
    const isRead = request.url?.includes('ReadPublisher') === true;
    response.end(JSON.stringify(isRead ? [wireRecord(ago(3))] : ACCOUNT_ID));
  });
  // Without this the server would end the idle connection by itself.
  server.keepAliveTimeout = 60_000;
  server.on('connection', (socket) => closings.push(once(socket, 'close')));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const readings = rig.client({ baseUrl: `http://127.0.0.1:${port}` }).follow();
  await readings.next();
  await readings.return();
  expect(closings).toHaveLength(1);
  await Promise.all(closings);
  await new Promise((resolve) => server.close(resolve));
});
