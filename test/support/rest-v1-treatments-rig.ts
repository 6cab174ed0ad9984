import { createHash } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { BridgeFailure } from '../../src/domain/failure.ts';
import { DAY_MS, epochMs, toIsoUtc, type EpochMs } from '../../src/domain/instant.ts';
import { systemClock } from '../../src/platform/clock.ts';
import { keyedFingerprint } from '../../src/platform/fingerprint.ts';
import { createHttpClient, type HttpClient } from '../../src/platform/http-client.ts';
import type { Writes } from '../../src/sinks/nightscout/wanted.ts';
import { Secret } from '../../src/platform/secret.ts';
import { createRestV1TreatmentsSink } from '../../src/sinks/nightscout/rest-v1/index.ts';
import {
  startNightscoutStandIn,
  type AccessToken,
  type NightscoutStandInOptions,
  type RunningNightscoutStandIn,
} from '../../src/simulator/index.ts';
import type { Sink } from '../../src/sinks/sink.ts';
import type { Row } from '../contracts/sink-rig.ts';
import type { Place, TreatmentsRig } from '../contracts/treatments-rig.ts';

const API_SECRET = 'correct horse battery';
const WRONG_SECRET = 'wrong horse battery';
const fingerprint = keyedFingerprint('rest-v1-treatments-rig');
const COLLECTIONS = {
  treatments: 'treatments',
  mbg: 'entries',
  devicestatus: 'devicestatus',
} as const;

/** A rig of a site, which can be entered by a token too. */
export interface SiteTreatmentsRig extends TreatmentsRig {
  tokenSink(token: string): Sink;
}

/** How a sink of treatments is made for a site. */
export interface TreatmentsSinkMaker {
  /** A credential that the stand-in takes, where it is not its API secret. */
  readonly accessToken?: AccessToken;
  readonly wrong: string;
  readonly siteStamps?: true;
  sink(given: {
    readonly siteUrl: string;
    readonly credential: Secret;
    readonly device: string;
    readonly toleranceMs: number;
    readonly writes: Writes;
    readonly http: HttpClient;
  }): Sink;
}

const V1: TreatmentsSinkMaker = {
  wrong: WRONG_SECRET,
  sink: ({ http, credential, ...options }) =>
    createRestV1TreatmentsSink({
      options: { ...options, credential: { kind: 'secret', value: credential } },
      http,
      clock: systemClock,
      fingerprint,
    }),
};

/** A sink of treatments that writes to any site by API v1. */
export function v1TreatmentsSinkAt(
  siteUrl: string,
  secret: string,
  device: string,
  writes: Writes,
): Sink {
  const [credential, http] = [new Secret(secret), createHttpClient('test')];
  return V1.sink({ siteUrl, credential, device, toleranceMs: 150_000, writes, http });
}

interface SiteUnderTest {
  readonly url: string;
  readonly credential: string;
  readonly base: EpochMs;
  readonly canDouble: boolean;
  rows(place: Place): Promise<readonly Row[]>;
  seed(rows: readonly Row[], place: Place): Promise<void>;
  stop(): Promise<void>;
}

/** A rig whose site is the stand-in. */
export async function treatmentsStandInRig(
  more: Partial<NightscoutStandInOptions> = {},
  maker = V1,
): Promise<SiteTreatmentsRig & { readonly site: RunningNightscoutStandIn }> {
  const site = await startNightscoutStandIn({
    clock: systemClock,
    apiSecret: API_SECRET,
    authFailDelayMs: 0,
    accessTokens: maker.accessToken ? [maker.accessToken] : [],
    ...more,
  });
  const rig = rigOf(maker, {
    url: site.url,
    credential: maker.accessToken?.token ?? API_SECRET,
    base: epochMs(1_600_000_000_000),
    canDouble: true,
    rows: async (place) => sorted(site.rows(COLLECTIONS[place])),
    seed: async (rows, place) => site.seed(rows, true, COLLECTIONS[place]),
    stop: () => site.stop(),
  });
  return { ...rig, site };
}

/** A rig whose site really runs somewhere; each lives in years of its own and cleans them up. */
export async function treatmentsRealSiteRig(
  url: string,
  apiSecret: string,
  maker = V1,
  credential = apiSecret,
): Promise<TreatmentsRig> {
  // Before the years in which the other suites play on the same site.
  const base = epochMs(994_000_000_000 + Math.floor(Math.random() * 3_000) * DAY_MS);
  const [from, to] = [epochMs(base - 450 * DAY_MS), epochMs(base + 450 * DAY_MS)];
  const window = {
    treatments: `find[created_at][$gte]=${toIsoUtc(from)}&find[created_at][$lte]=${toIsoUtc(to)}`,
    devicestatus: `find[created_at][$gte]=${toIsoUtc(from)}&find[created_at][$lte]=${toIsoUtc(to)}`,
    mbg: `find[date][$gte]=${from}&find[date][$lte]=${to}`,
  };
  const call = async (method: string, path: string, body?: unknown): Promise<unknown> => {
    const answer = await fetch(`${url}/api/v1${path}`, {
      method,
      headers: {
        'api-secret': sha1(apiSecret),
        accept: 'application/json',
        'content-type': 'application/json',
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status}`);
    return answer.json();
  };
  const path = (place: Place): string => `/${COLLECTIONS[place]}.json`;
  return rigOf(maker, {
    url,
    credential,
    base,
    canDouble: false,
    rows: async (place) =>
      sorted((await call('GET', `${path(place)}?count=5000&${window[place]}`)) as Row[]),
    async seed(rows, place) {
      await call('POST', path(place), rows);
    },
    async stop() {
      for (const place of ['treatments', 'mbg', 'devicestatus'] as const) {
        await call('DELETE', `${path(place)}?${window[place]}`);
      }
    },
  });
}

function rigOf(maker: TreatmentsSinkMaker, place: SiteUnderTest): SiteTreatmentsRig {
  const http = createHttpClient('test');
  const device = 'test-device';
  const refused = new Set<string>();
  let strangerRequests = 0;
  let changes = 0;
  const build = (
    client: HttpClient,
    secret = place.credential,
    { toleranceMs = 150_000, writes = {} }: Parameters<TreatmentsRig['sink']>[0] = {},
  ) =>
    maker.sink({
      siteUrl: place.url,
      credential: new Secret(secret),
      device,
      toleranceMs,
      writes: { events: true, alerts: true, mbg: false, ...writes },
      http: client,
    });
  const through = (send: HttpClient['send']): HttpClient => ({ ...http, send });
  const choosy = through(async (request, signal) => {
    if (request.method !== 'GET') changes += 1;
    return [...refused].some((text) => request.body?.includes(text))
      ? { status: 422, headers: {}, text: '{"status":422,"message":"no"}' }
      : http.send(request, signal);
  });
  return {
    base: place.base,
    device,
    keepsUtcOffset: false,
    canDouble: place.canDouble,
    ...(maker.siteStamps ? { siteStamps: true } : {}),
    secrets: [place.credential, maker.wrong].flatMap((secret) => [secret, sha1(secret)]),
    sink: (options) => build(choosy, place.credential, options),
    tokenSink: (token) => build(http, token),
    strangerSink: () =>
      build(
        through((request, signal) => {
          strangerRequests += 1;
          return http.send(request, signal);
        }),
        maker.wrong,
      ),
    strangerRequests: () => strangerRequests,
    stalledSink: () =>
      build(
        through(async (_request, signal) => {
          await wait(1e8, undefined, { signal, ref: false }).catch(() => undefined);
          throw signal.reason as Error;
        }),
      ),
    failingSink(allowed) {
      let made = 0;
      return build(
        through(async (request, signal) => {
          if (request.method !== 'GET') made += 1;
          const answer = made <= allowed ? await http.send(request, signal) : undefined;
          if (answer && (request.method === 'GET' || made < allowed)) return answer;
          if (request.method === 'GET') return http.send(request, signal);
          throw new BridgeFailure('http.unreachable', 'transient', 'the cable was pulled');
        }),
      );
    },
    changes: () => changes,
    rows: (of = 'treatments') => place.rows(of),
    seed: (rows, of = 'treatments') => place.seed(rows, of),
    refuse: async (at) => {
      refused.add(toIsoUtc(at));
    },
    async stop() {
      http.close();
      await place.stop();
    },
  };
}

function sha1(text: string): string {
  return createHash('sha1').update(text).digest('hex');
}

function sorted(rows: readonly Row[]): readonly Row[] {
  const key = (row: Row): string => String(row['sysTime'] ?? row['created_at']);
  return [...rows].sort((a, b) => (key(a) < key(b) ? -1 : 1));
}
