import { setTimeout as wait } from 'node:timers/promises';
import { epochMs, MINUTE_MS, toIsoUtc, type EpochMs } from '../../src/domain/instant.ts';
import { systemClock, type Clock } from '../../src/platform/clock.ts';
import { keyedFingerprint } from '../../src/platform/fingerprint.ts';
import {
  createHttpClient,
  type HttpClient,
  type HttpRequest,
} from '../../src/platform/http-client.ts';
import { Secret } from '../../src/platform/secret.ts';
import { createRestV1Sink } from '../../src/sinks/nightscout/rest-v1/index.ts';
import type { Sink } from '../../src/sinks/sink.ts';
import {
  startNightscoutStandIn,
  type AccessToken,
  type RunningNightscoutStandIn,
} from '../../src/simulator/index.ts';
import type { Row, SinkRig } from '../contracts/sink-rig.ts';
import { createHash } from 'node:crypto';

export const API_SECRET = 'correct horse battery';
const WRONG_SECRET = 'wrong horse battery';
const fingerprint = keyedFingerprint('rest-v1-rig');

/** How a sink of readings is made for a site. */
export interface SinkMaker {
  /** A credential that the stand-in takes, where it is not its API secret. */
  readonly accessToken?: AccessToken;
  readonly wrong: string;
  readonly siteStamps?: true;
  /** Does the request carry the credential? */
  isCounted(request: HttpRequest): boolean;
  sink(given: {
    readonly siteUrl: string;
    readonly credential: Secret;
    readonly device: string;
    readonly toleranceMs: number;
    readonly http: HttpClient;
    readonly clock: Clock;
  }): Sink;
}

const V1: SinkMaker = {
  wrong: WRONG_SECRET,
  isCounted: ({ headers }) => headers?.['api-secret'] !== undefined,
  sink: ({ siteUrl, credential, device, toleranceMs, http, clock }) =>
    createRestV1Sink({
      options: { siteUrl, credential: { kind: 'secret', value: credential }, device, toleranceMs },
      http,
      clock,
      fingerprint,
    }),
};

/** A sink of readings that writes to any site by API v1. */
export function v1SinkAt(siteUrl: string, secret: string, device: string): Sink {
  const [credential, http] = [new Secret(secret), createHttpClient('test')];
  return V1.sink({ siteUrl, credential, device, toleranceMs: 150_000, http, clock: systemClock });
}

/** Where a site is and how it is entered. */
interface Place {
  readonly url: string;
  readonly credential: string;
  readonly clock: Clock;
  readonly base: EpochMs;
  rows(): Promise<readonly Row[]>;
  seed(rows: readonly Row[]): Promise<void>;
  stop(): Promise<void>;
}

/** A rig whose site is the stand-in. */
export async function standInRig(
  maker = V1,
  base = epochMs(1_600_000_000_123),
): Promise<SinkRig & { readonly site: RunningNightscoutStandIn }> {
  const site = await startNightscoutStandIn({
    clock: systemClock,
    apiSecret: API_SECRET,
    authFailDelayMs: 0,
    accessTokens: maker.accessToken ? [maker.accessToken] : [],
  });
  const rig = rigOf(maker, {
    url: site.url,
    credential: maker.accessToken?.token ?? API_SECRET,
    clock: systemClock,
    base,
    rows: async () => oldestFirst(site.rows()),
    seed: async (rows) => site.seed(rows, true),
    stop: () => site.stop(),
  });
  return { ...rig, site };
}

/** A rig whose site really runs somewhere; each lives in days of its own and cleans them up. */
export async function realSiteRig(
  url: string,
  apiSecret: string,
  maker = V1,
  credential = apiSecret,
): Promise<SinkRig> {
  const base = epochMs(
    1_300_000_000_123 + Math.floor(Math.random() * 3_000) * 5 * 1440 * MINUTE_MS,
  );
  const [from, to] = [base - 1440 * MINUTE_MS, base + 4 * 1440 * MINUTE_MS];
  const find = `find[date][$gte]=${from}&find[date][$lte]=${to}`;
  const hash = createHash('sha1').update(apiSecret).digest('hex');
  const headers = {
    'api-secret': hash,
    accept: 'application/json',
    'content-type': 'application/json',
  };
  const call = async (method: string, path: string, body?: unknown): Promise<unknown> => {
    const answer = await fetch(`${url}/api/v1${path}`, {
      method,
      headers,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status}`);
    return answer.json();
  };
  return rigOf(maker, {
    url,
    credential,
    clock: systemClock,
    base,
    rows: async () => oldestFirst((await call('GET', `/entries.json?count=5000&${find}`)) as Row[]),
    async seed(rows) {
      await call('POST', '/entries.json', rows);
    },
    async stop() {
      await call('DELETE', `/entries.json?${find}`);
    },
  });
}

function rigOf(maker: SinkMaker, place: Place): SinkRig {
  const http = createHttpClient('test');
  const device = 'test-device';
  const refused = new Set<string>();
  let strangerRequests = 0;
  const build = (client: HttpClient, secret: string, toleranceMs: number) =>
    maker.sink({
      siteUrl: place.url,
      credential: new Secret(secret),
      device,
      toleranceMs,
      http: client,
      clock: place.clock,
    });
  const choosy: HttpClient = {
    ...http,
    send: async (request, signal) =>
      [...refused].some((text) => request.body?.includes(text))
        ? { status: 422, headers: {}, text: '{"status":422,"message":"no"}' }
        : http.send(request, signal),
  };
  const counting: HttpClient = {
    ...http,
    send: (request, signal) => {
      if (maker.isCounted(request)) strangerRequests += 1;
      return http.send(request, signal);
    },
  };
  const silent: HttpClient = {
    ...http,
    async send(_request, signal) {
      await wait(1e8, undefined, { signal, ref: false }).catch(() => undefined);
      throw signal.reason as Error;
    },
  };
  return {
    base: place.base,
    device,
    ...(maker.siteStamps ? { siteStamps: true } : {}),
    secrets: [place.credential, maker.wrong].flatMap((secret) => [secret, sha1(secret)]),
    sink: ({ toleranceMs = 150_000 } = {}) => build(choosy, place.credential, toleranceMs),
    strangerSink: () => build(counting, maker.wrong, 150_000),
    strangerRequests: () => strangerRequests,
    rows: () => place.rows(),
    seed: (rows) => place.seed(rows),
    refuse: async (at) => {
      refused.add(toIsoUtc(at));
    },
    stalledSink: () => build(silent, place.credential, 150_000),
    async stop() {
      http.close();
      await place.stop();
    },
  };
}

function sha1(text: string): string {
  return createHash('sha1').update(text).digest('hex');
}

function oldestFirst(rows: readonly Row[]): readonly Row[] {
  return [...rows].sort((a, b) => Number(a['date']) - Number(b['date']));
}
