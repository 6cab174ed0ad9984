import { createHash } from 'node:crypto';
import { afterEach, beforeEach, expect } from '@jest/globals';
import type { NightscoutSiteRig } from './nightscout-site-contract.ts';

/** A site that gives out passes. */
export interface NightscoutV3Rig extends NightscoutSiteRig {
  /** An access token that may create, read, update and delete entries and treatments, by a role for each collection. */
  readonly token: string;
  /** One that may create and read entries, and nothing else but read. */
  readonly lesserToken: string;
}

/** A document, or what an answer says. */
export type Row = Record<string, unknown>;

interface Answer {
  readonly status: number;
  readonly said: Row;
}

const MINUTE_MS = 60_000;
/** Who wrote the documents of the contract. */
export const APP = 'contract-of-v3';

/** Sets a site up before each test of the describe it is called in, and speaks to it in every way. */
export function v3Stage(setup: () => Promise<NightscoutV3Rig>) {
  let rig: NightscoutV3Rig;
  let pass: string;
  let lesser: string;
  beforeEach(async () => {
    rig = await setup();
    pass = String((await request(rig.token)).said['token']);
    lesser = String((await request(rig.lesserToken)).said['token']);
  });
  afterEach(async () => {
    const span = [rig.base - 86_400_000, rig.base + 86_400_000] as const;
    const iso = span.map((ms) => new Date(ms).toISOString());
    await v1(
      'DELETE',
      `/entries.json?find[date][$gte]=${span[0]}&find[date][$lte]=${span[1]}&find[type][$ne]=-`,
    );
    await v1(
      'DELETE',
      `/treatments.json?find[created_at][$gte]=${iso[0]}&find[created_at][$lte]=${iso[1]}`,
    );
    await rig.stop();
  });

  const call = async (
    path: string,
    method = 'GET',
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer> => {
    const answer = await fetch(`${rig.url}${path}`, {
      method,
      headers: { accept: 'application/json', 'content-type': 'application/json', ...headers },
      ...(body === undefined
        ? {}
        : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    return { status: answer.status, said: (await answer.json()) as Row };
  };
  const request = (token: string): Promise<Answer> =>
    call(`/api/v2/authorization/request/${token}`);
  const v1 = (method: string, path: string, body?: unknown): Promise<Answer> =>
    call(`/api/v1${path}`, method, body, {
      'api-secret': createHash('sha1').update(rig.apiSecret).digest('hex'),
    });
  const v3 = (method: string, path: string, body?: unknown, as = pass): Promise<Answer> =>
    call(`/api/v3${path}`, method, body, { authorization: `Bearer ${as}` });
  const rows = async (query: string, collection = 'entries'): Promise<Row[]> => {
    const { status, said } = await v3('GET', `/${collection}?${query}`);
    expect(status).toBe(200);
    return said['result'] as Row[];
  };
  const iso = (minute: number): string => new Date(rig.base + minute * MINUTE_MS).toISOString();
  const id = (minute: number): string => `contract-${rig.base}-${minute}`;
  const sgv = (minute: number, more: Row = {}): Row => ({
    type: 'sgv',
    sgv: 120,
    date: rig.base + minute * MINUTE_MS,
    dateString: iso(minute),
    sysTime: iso(minute),
    device: 'contract',
    app: APP,
    identifier: id(minute),
    ...more,
  });
  const put = (minute: number, more: Row = {}): Promise<Answer> =>
    v3('PUT', `/entries/${id(minute)}`, sgv(minute, more));
  return {
    rig: () => rig,
    lesser: () => lesser,
    call,
    request,
    v1,
    v3,
    rows,
    iso,
    id,
    sgv,
    put,
  };
}
