import { afterEach, expect, test } from '@jest/globals';
import type { RunningShareSimulator } from '../../../src/simulator/index.ts';
import {
  ACCOUNT,
  startedShare,
  type HandClock,
  type ShareCaller,
  type WireRecord,
} from '../share-caller.ts';

const running: RunningShareSimulator[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((share) => share.stop()));
});

interface Rig {
  readonly call: ShareCaller;
  readonly clock: HandClock;
  readonly share: RunningShareSimulator;
  /** Sends a command, expects it to be taken, and gives the state. */
  readonly tell: (method: string, path: string, body?: unknown) => Promise<Record<string, unknown>>;
  /** The readings of the last `minutes`. */
  readonly rows: (minutes: number) => Promise<WireRecord[]>;
}

async function rig(): Promise<Rig> {
  const { share, call, clock } = await startedShare({ patient: { seed: 3, appearanceDelay: 0 } });
  running.push(share);
  return {
    share,
    call,
    clock,
    async tell(method, path, body) {
      const res = await call.control(method, path, body);
      expect([res.status, res.text]).toEqual([200, expect.any(String)]);
      return res.json() as Record<string, unknown>;
    },
    rows: async (minutes) => (await call.read(await call.session(), minutes, 288)).rows(),
  };
}

test('the state tells counters, faults and accounts, and no secret', async () => {
  const { tell, call, rows } = await rig();
  await rows(10);
  await tell('POST', '/faults', {
    kind: 'code',
    code: 'SessionNotValid',
    times: 2,
    endpoint: 'any',
  });
  const state = await tell('GET', '');
  expect(state).toMatchObject({
    requests: { LoginPublisherAccountById: 1, ReadPublisherLatestGlucoseValues: 1 },
    faults: [{ endpoint: 'any', fault: { kind: 'code', code: 'SessionNotValid' }, times: 2 }],
    accounts: [{ name: ACCOUNT.name, locked: false }],
    liveSessions: 1,
  });
  expect(JSON.stringify(state)).not.toContain('wörd');
  expect((await call.authenticate()).fault().Code).toBe('SessionNotValid');
  expect(await tell('DELETE', '/faults')).toMatchObject({ faults: [] });
});

test('sessions, password, sharing and lock', async () => {
  const { tell, call, rows } = await rig();
  const session = await call.session();
  await tell('POST', '/sessions/expire');
  expect((await call.read(session, 10, 1)).fault().Code).toBe('SessionIdNotFound');
  await tell('POST', '/sharing', { account: ACCOUNT.name, on: false });
  expect(await rows(60)).toEqual([]);
  await tell('POST', '/password', { account: ACCOUNT.name, password: 'new' });
  for (let attempt = 0; attempt < 5; attempt += 1) await call.authenticate();
  expect((await call.authenticate(ACCOUNT.name, 'new')).status).toBe(500);
  await tell('POST', '/unlock', { account: ACCOUNT.name });
  expect((await call.authenticate(ACCOUNT.name, 'new')).status).toBe(200);
});

test('gap, late, value, trend, duplicates, delay, offset and time', async () => {
  const { tell, rows } = await rig();
  await tell('POST', '/gap', { minutes: -10 });
  expect(await rows(10)).toEqual([]);
  await tell('POST', '/value', { minutes: 10, value: 'high' });
  await tell('POST', '/trend', { minutes: 10, trend: 'notComputable' });
  await tell('POST', '/utc-offset', { minutes: 330 });
  await tell('POST', '/advance', { ms: 600_000 });
  const now = await rows(10);
  expect(now.map(({ Value, Trend }) => [Value, Trend])).toEqual([
    [401, 'NotComputable'],
    [401, 'NotComputable'],
  ]);
  expect(now[0]!.DT).toMatch(/\+0530\)$/);
  await tell('POST', '/duplicates', { on: true });
  await tell('POST', '/advance', { ms: 600_000 });
  const times = (await rows(10)).map(({ WT }) => Number(/\d+/.exec(WT)![0]));
  const doubled = times.filter((time) =>
    times.some((other) => time - other >= 9_000 && time - other <= 10_000),
  );
  expect(doubled.length).toBeGreaterThanOrEqual(1);
  await tell('POST', '/duplicates', { on: false });
  await tell('POST', '/late', { minutes: 10 });
  await tell('POST', '/delay', { delay: { kind: 'normal', meanMs: 60_000, spreadMs: 0 } });
  await tell('POST', '/advance', { ms: 599_999 });
  expect(await rows(9)).toEqual([]);
  await tell('POST', '/advance', { ms: 60_001 });
  expect(await rows(10)).toHaveLength(2);
});

test('records by hand: from the future, broken, in another shape', async () => {
  const { tell, rows, clock } = await rig();
  await tell('POST', '/record', { aheadMs: 7_200_000, value: 150, trend: 'singleUp' });
  expect((await rows(10))[0]).toMatchObject({
    WT: `Date(${clock.now() + 7_200_000})`,
    Value: 150,
    Trend: 'SingleUp',
  });
  await tell('POST', '/malformed', { kind: 'nullValue' });
  expect((await rows(10))[1]!.Value).toBeNull();
  await tell('DELETE', '/malformed');
  expect((await rows(10)).every(({ Value }) => typeof Value === 'number')).toBe(true);
  await tell('POST', '/shape', { slashes: true, trend: 'number' });
  expect((await rows(10))[0]).toMatchObject({ Trend: 2, WT: expect.stringMatching(/^\/Date/) });
});

test('the truth and the requests can be asked', async () => {
  const { call, share, clock } = await rig();
  const from = clock.now() - 3_600_000;
  const truth = await call.control('GET', `/truth?from=${from}&to=${clock.now()}`);
  expect(truth.json()).toHaveLength(12);
  expect((await call.control('GET', '/truth?from=0')).status).toBe(400);
  await call.session();
  expect((await call.control('GET', '/requests')).json()).toEqual(share.requests.records);
  expect(share.requests.records).toHaveLength(1);
});

test.each([
  ['POST', '/nonsense', {}, 404],
  ['POST', '/faults', { kind: 'nonsense' }, 400],
  ['POST', '/faults', { kind: 'hang', endpoint: 'Nowhere' }, 400],
  ['POST', '/password', { account: 'nobody', password: 'x' }, 400],
  ['POST', '/value', { value: 12 }, 400],
  ['POST', '/value', { value: 'up' }, 400],
  ['POST', '/gap', { from: 5, to: 5 }, 400],
  ['POST', '/gap', [1], 400],
  ['POST', '/delay', { delay: { kind: 'normal' } }, 400],
  ['POST', '/delay', { delay: -1 }, 400],
  ['POST', '/trend', { trend: 'sideways' }, 400],
  ['POST', '/malformed', { kind: 'toString' }, 400],
  ['POST', '/shape', { trend: 'picture' }, 400],
  ['POST', '/advance', { ms: -1 }, 400],
])('%s %s %j is refused', async (method, path, body, status) => {
  const { call } = await rig();
  const res = await call.control(method, path, body);
  expect(res.status).toBe(status);
  expect((res.json() as { error: string }).error).not.toBe('');
});
