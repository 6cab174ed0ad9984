import { describe, expect, test } from '@jest/globals';
import { ACCOUNT } from '../share-caller.ts';
import { webApiRig } from './web-api-rig.ts';

const TOKEN = { endpoint: 'token', times: 1 };
const INVALID_GRANT = { status: 400, json: { error: 'invalid_grant' } };

describe('the token endpoint', () => {
  test('an answer that is lost has spent the token', async () => {
    const { api, dexcom } = await webApiRig();
    for (const fault of [
      { kind: 'lost', status: 503 },
      { kind: 'lost', status: 500, body: 'json' },
    ] as const) {
      const { refreshToken } = dexcom.webApi.issueTokens();
      dexcom.webApi.setFault(fault, TOKEN);
      expect((await api.refresh(refreshToken)).status).toBe(fault.status);
      expect(await api.refresh(refreshToken)).toMatchObject(INVALID_GRANT);
    }
  });

  test.each(['reset', 'truncated'] as const)('%s: the token is spent as well', async (kind) => {
    const { api, dexcom } = await webApiRig();
    const { refreshToken } = dexcom.webApi.issueTokens();
    dexcom.webApi.setFault({ kind }, TOKEN);
    await expect(api.refresh(refreshToken)).rejects.toThrow();
    expect(await api.refresh(refreshToken)).toMatchObject(INVALID_GRANT);
  });

  test('hang: the token is spent, the connection stays silent', async () => {
    const { api, dexcom } = await webApiRig();
    const { refreshToken } = dexcom.webApi.issueTokens();
    dexcom.webApi.setFault({ kind: 'hang' }, TOKEN);
    const silent = api.refresh(refreshToken).catch(() => 'cut');
    while (dexcom.webApiRequests.records.length === 0) await new Promise(setImmediate);
    expect(await api.refresh(refreshToken)).toMatchObject(INVALID_GRANT);
    await dexcom.stop();
    expect(await silent).toBe('cut');
  });

  test.each([
    { kind: 'status', status: 503 },
    { kind: 'status', status: 500, body: 'bytes' },
    { kind: 'dropped' },
    { kind: 'oauth', error: 'invalid_grant' },
    { kind: 'oauth', error: 'invalid_client' },
  ] as const)('%j: the token is not spent', async (fault) => {
    const { api, dexcom } = await webApiRig();
    const { refreshToken } = dexcom.webApi.issueTokens();
    dexcom.webApi.setFault(fault, TOKEN);
    const answer = await api.refresh(refreshToken).catch(() => undefined);
    expect(answer?.status).not.toBe(200);
    if (fault.kind === 'oauth') expect(answer?.json).toEqual({ error: fault.error });
    expect((await api.refresh(refreshToken)).status).toBe(200);
    expect(dexcom.webApi.refreshTokens()[0]).toMatchObject({ ordinal: 1, presented: 2 });
  });

  test('invalid_grant for an hour of the simulated clock, then all is well', async () => {
    const { api, clock, dexcom } = await webApiRig();
    const { refreshToken } = dexcom.webApi.issueTokens();
    const fault = { kind: 'oauth', error: 'invalid_grant' } as const;
    dexcom.webApi.setFault(fault, { endpoint: 'token', forMs: 3_600_000 });
    expect(await api.refresh(refreshToken)).toMatchObject(INVALID_GRANT);
    clock.advance(3_599_999);
    expect(await api.refresh(refreshToken)).toMatchObject(INVALID_GRANT);
    clock.advance(1);
    expect((await api.refresh(refreshToken)).status).toBe(200);
    expect(dexcom.webApi.faults()).toEqual([]);
  });
});

describe('a data endpoint', () => {
  const html = 'text/html; charset=UTF-8';
  test.each([
    [{ kind: 'status', status: 500 }, 500, html, /^<!DOCTYPE html>/],
    [{ kind: 'status', status: 503, body: 'json' }, 503, 'application/json', /^\{"message":/],
    [{ kind: 'status', status: 400, body: 'text' }, 400, 'text/plain', /^NOT JSON$/],
    [{ kind: 'status', status: 403, body: 'empty' }, 403, 'application/json', /^$/],
    [{ kind: 'status', status: 200, body: 'html' }, 200, html, /^<!DOCTYPE html>/],
    [{ kind: 'empty' }, 200, 'application/json', /^$/],
    [{ kind: 'badJson' }, 200, 'application/json', /^\{"unfinished"/],
    [{ kind: 'wrongType' }, 200, 'text/html', /^\{"recordType"/],
  ] as const)('%j', async (fault, status, type, body) => {
    const { api, dexcom } = await webApiRig();
    dexcom.webApi.setFault(fault, { endpoint: 'devices' });
    const answer = await api.get('devices', {});
    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-type')).toBe(type);
    expect(answer.text).toMatch(body);
    expect((await api.get('dataRange', {})).status).toBe(200);
  });

  test('raw bytes are no text', async () => {
    const { api, dexcom } = await webApiRig();
    dexcom.webApi.setFault({ kind: 'status', status: 502, body: 'bytes' });
    const { status, text } = await api.get('devices', {});
    expect(status).toBe(502);
    expect(text).toContain('\uFFFD');
  });

  test('429 names the wait on request', async () => {
    const { api, dexcom } = await webApiRig();
    const full = { kind: 'status', status: 429, body: 'json' } as const;
    dexcom.webApi.setFault(full, { times: 1 });
    dexcom.webApi.setFault({ ...full, retryAfterSeconds: 90 }, { times: 1 });
    const waits = [await api.get('devices', {}), await api.get('devices', {})];
    expect(waits.map(({ headers }) => headers.get('retry-after'))).toEqual([null, '90']);
  });

  test('200 without records, and without ranges', async () => {
    const { api, dexcom } = await webApiRig();
    dexcom.webApi.setFault({ kind: 'noRecords' });
    expect(Object.keys((await api.get('devices', {})).json)).toEqual([
      'recordType',
      'recordVersion',
      'userId',
    ]);
    expect((await api.get('dataRange', {})).json).not.toHaveProperty('egvs');
    expect((await api.get('devices', {}, 'unknown')).status).toBe(401);
    expect((await api.ask(api.loginPath())).text).toContain('Sign in');
  });

  test('302 to another host', async () => {
    const { api, dexcom } = await webApiRig();
    const location = 'http://127.0.0.2:9/there';
    dexcom.webApi.setFault({ kind: 'redirect', location });
    const answer = await api.get('egvs', {});
    expect([answer.status, answer.headers.get('location')]).toEqual([302, location]);
  });

  test('request-time by fault or by shape', async () => {
    const { api, dexcom } = await webApiRig();
    dexcom.webApi.setFault({ kind: 'requestTime', ms: 34_567 }, { times: 1 });
    const time = async () => (await api.get('devices', {})).headers.get('request-time');
    expect(await time()).toBe('34567 ms');
    expect(await time()).toBeNull();
    dexcom.webApi.setShape({ requestTime: true });
    expect(await time()).toMatch(/^\d+ ms$/);
  });

  test('a fault for data hits all six and spares the rest; cleared it is gone', async () => {
    const { api, dexcom } = await webApiRig();
    dexcom.webApi.setFault({ kind: 'status', status: 503 }, { endpoint: 'data' });
    for (const name of ['egvs', 'calibrations', 'events', 'alerts', 'devices', 'dataRange']) {
      expect((await api.get(name, {})).status).toBe(503);
    }
    expect((await api.refresh(dexcom.webApi.issueTokens().refreshToken)).status).toBe(200);
    expect((await api.ask(api.loginPath())).status).toBe(200);
    dexcom.webApi.clearFaults('data');
    expect((await api.get('devices', {})).status).toBe(200);
  });

  test('Share goes on while the Web API is down, and the other way round', async () => {
    const { api, dexcom, share } = await webApiRig();
    dexcom.webApi.setFault({ kind: 'status', status: 503 });
    expect((await share.authenticate()).status).toBe(200);
    expect((await api.get('devices', {})).status).toBe(503);
    dexcom.webApi.clearFaults();
    dexcom.control.setFault({ kind: 'status', status: 503 });
    expect((await share.authenticate(ACCOUNT.name)).status).toBe(503);
    expect((await api.get('devices', {})).status).toBe(200);
  });
});
