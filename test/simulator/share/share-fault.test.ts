import { afterEach, describe, expect, test } from '@jest/globals';
import {
  malformedKinds,
  shareErrorCodes,
  type RunningShareSimulator,
  type ShareFault,
} from '../../../src/simulator/index.ts';
import { ACCOUNT, startedShare, type HandClock, type ShareCaller } from '../share-caller.ts';

const running: RunningShareSimulator[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((share) => share.stop()));
});
const started = async (): Promise<{
  share: RunningShareSimulator;
  call: ShareCaller;
  clock: HandClock;
}> => {
  const all = await startedShare();
  running.push(all.share);
  return all;
};
const read = async (call: ShareCaller): ReturnType<ShareCaller['read']> =>
  call.read(await call.session(), 60, 3);
const READ = { endpoint: 'ReadPublisherLatestGlucoseValues' };

describe('an answer as', () => {
  test.each(shareErrorCodes)('the code %s', async (code) => {
    const { share, call } = await started();
    share.control.setFault({ kind: 'code', code }, { ...READ, times: 1 });
    const res = await read(call);
    expect(res.status).toBe(500);
    expect(res.fault()).toMatchObject({ Code: code });
    expect((await read(call)).status).toBe(200);
  });

  test.each([
    [{ kind: 'status', status: 403 }, 403, undefined],
    [{ kind: 'status', status: 429, retryAfterSeconds: 120 }, 429, '120'],
    [{ kind: 'status', status: 500 }, 500, undefined],
    [{ kind: 'status', status: 502 }, 502, undefined],
    [{ kind: 'status', status: 503, retryAfterSeconds: 30 }, 503, '30'],
  ] as const)('%j', async (fault, status, retryAfter) => {
    const { share, call } = await started();
    share.control.setFault(fault, READ);
    const res = await read(call);
    expect(res.status).toBe(status);
    expect(res.headers.get('retry-after') ?? undefined).toBe(retryAfter);
    expect(res.headers.get('content-type')).toMatch(/^text\/html/);
    expect(res.text).toContain('<html>');
  });

  test('nothing, no JSON, a page, the null UUID, no data', async () => {
    const { share, call } = await started();
    const answers = async (fault: ShareFault): Promise<[number, string, string | null]> => {
      share.control.clearFaults();
      share.control.setFault(fault, READ);
      const res = await read(call);
      return [res.status, res.text, res.headers.get('content-type')];
    };
    expect(await answers({ kind: 'empty' })).toEqual([200, '', 'application/json']);
    const [, broken] = await answers({ kind: 'badJson' });
    expect(() => JSON.parse(broken) as unknown).toThrow(SyntaxError);
    const [status, text, type] = await answers({ kind: 'wrongType' });
    expect([status, type, text.startsWith('[{')]).toEqual([200, 'text/html', true]);
    expect((await answers({ kind: 'nullUuid' }))[1]).toBe('"00000000-0000-0000-0000-000000000000"');
    expect((await answers({ kind: 'noData' }))[1]).toBe('[]');
  });

  test('a clock that is off', async () => {
    const { share, call, clock } = await started();
    share.control.setFault({ kind: 'clockOffset', offsetMs: -7_200_000 }, READ);
    const res = await read(call);
    expect(res.status).toBe(200);
    expect(Date.parse(res.headers.get('date')!)).toBe(clock.now() - 7_200_000);
  });
});

describe('on the wire', () => {
  test.each([['reset'], ['truncated']] as const)('%s breaks the connection', async (kind) => {
    const { share, call } = await started();
    share.control.setFault({ kind }, { ...READ, times: 1 });
    await expect(read(call)).rejects.toThrow();
    expect((await read(call)).status).toBe(200);
  });

  test('a hanging answer never comes, and stop frees it', async () => {
    const { share, call } = await started();
    share.control.setFault({ kind: 'hang' }, READ);
    const outcome = read(call).then(
      () => 'answered',
      () => 'cut',
    );
    const first = await Promise.race([
      outcome,
      new Promise((resolve) => setTimeout(() => resolve('silent'), 150)),
    ]);
    expect(first).toBe('silent');
    await share.stop();
    expect(await outcome).toBe('cut');
  });

  test('slow and late answers wait by the clock and come whole', async () => {
    const { share, call, clock } = await started();
    share.control.setFault({ kind: 'slow', overMs: 8_000 }, { ...READ, times: 1 });
    expect((await read(call)).rows()).toHaveLength(3);
    expect(clock.slept.length).toBeGreaterThanOrEqual(7);
    clock.slept.length = 0;
    share.control.setFault({ kind: 'late', afterMs: 3_000 }, { ...READ, times: 1 });
    expect((await read(call)).rows()).toHaveLength(3);
    expect(clock.slept).toEqual([3_000]);
  });
});

describe('which request is hit', () => {
  test('one endpoint only, then the next times, then none', async () => {
    const { share, call } = await started();
    share.control.setFault({ kind: 'status', status: 503 }, { ...READ, times: 2 });
    const session = await call.session();
    const statuses: number[] = [];
    for (let turn = 0; turn < 3; turn += 1) statuses.push((await call.read(session, 60, 1)).status);
    expect(statuses).toEqual([503, 503, 200]);
    expect(share.control.faults()).toEqual([]);
  });

  test('counted faults come before lasting ones, which stay until cleared', async () => {
    const { share, call } = await started();
    share.control.setFault({ kind: 'status', status: 502 });
    share.control.setFault({ kind: 'status', status: 429 }, { times: 1 });
    const statuses: number[] = [];
    for (let turn = 0; turn < 3; turn += 1) statuses.push((await call.authenticate()).status);
    share.control.clearFaults();
    statuses.push((await call.authenticate()).status);
    expect(statuses).toEqual([429, 502, 502, 200]);
    expect(share.requests.records.map(({ fault }) => fault)).toEqual([
      'status',
      'status',
      'status',
      undefined,
    ]);
  });
});

test.each(malformedKinds)(
  'a %s record stands among good ones and goes when cleared',
  async (kind) => {
    const { share, call } = await started();
    share.control.addMalformed(kind);
    const broken = (await read(call)).json() as unknown[];
    expect(broken).toHaveLength(3);
    share.control.clearMalformed();
    const good = (await read(call)).json() as unknown[];
    expect(good.slice(0, 2)).toEqual(broken.slice(1));
    expect(good).not.toContainEqual(broken[0]);
  },
);

test('what the account is called never appears in an error', async () => {
  const { call } = await started();
  const { text } = await call.authenticate(ACCOUNT.name, 'hunter2');
  expect(text).not.toContain(ACCOUNT.name);
  expect(text).not.toContain('hunter2');
});
