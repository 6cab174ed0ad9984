import type { Clock } from '../../platform/clock.ts';
import { answerSiteControl } from '../control/answer-site-control.ts';
import { selfSignedPair, type TlsPair } from '../tls/self-signed-pair.ts';
import { createFaultBoard, type FaultOrder } from '../wire/fault-board.ts';
import { createRequestLog, type RequestLog } from '../wire/request-log.ts';
import { htmlReply, type WireReply, type WireRequest } from '../wire/wire-reply.ts';
import { startWireServer, type WireServer } from '../wire/wire-server.ts';
import { answerSite } from './answer-site.ts';
import { createIdMaker, type Row } from './row.ts';
import type { CollectionName, Site, SiteRequestRecord } from './site.ts';
import { createSiteAccess, type AccessToken } from './site-access.ts';
import type { SiteFault } from './site-fault.ts';
import { upsertEntries } from './upsert-entries.ts';

/** What the stand-in is started with. */
export interface NightscoutStandInOptions {
  readonly clock: Clock;
  /** What slow and late answers wait by; `clock` when absent. */
  readonly wireClock?: Clock;
  /** In plain text, as a user sets API_SECRET. */
  readonly apiSecret: string;
  readonly accessTokens?: readonly AccessToken[];
  /** Loopback by default. */
  readonly host?: string;
  /** 0 (default) takes any free port. */
  readonly port?: number;
  /** The site lives below this path, e.g. `/ns`; none by default. */
  readonly pathPrefix?: string;
  /** Who brings no credentials may read; true by default, as in Nightscout. */
  readonly readableByDefault?: boolean;
  /** 5 000 by default, as in Nightscout. */
  readonly authFailDelayMs?: number;
  readonly tls?: boolean | TlsPair;
  /** Sends plain http to https with 307. */
  readonly requireHttps?: boolean;
  /** Zone of the site's host, for rows that have only `date`; 0 by default. */
  readonly hostUtcOffsetMinutes?: number;
  readonly units?: 'mg/dl' | 'mmol';
  /** 15.0.7 by default. */
  readonly version?: string;
  /** On by default; off, treatments can be read only. */
  readonly careportal?: boolean;
}

/** The stand-in while it runs. */
export interface RunningNightscoutStandIn {
  /** With the prefix, without a slash at the end. */
  readonly url: string;
  readonly port: number;
  readonly certificate: string | undefined;
  /** Copies of the stored rows in the order of insertion; entries when no collection is named. */
  rows(collection?: CollectionName): Row[];
  /** Stores entries past the door, as another uploader would; `raw` (always, in another collection) leaves them exactly as given. */
  seed(rows: readonly Row[], raw?: boolean, collection?: CollectionName): void;
  clear(collection?: CollectionName): void;
  readonly requests: RequestLog<SiteRequestRecord>;
  /** A fault for one endpoint (`POST /api/v1/entries`, `PUT /api/v3/entries/*`) or all, for the next `times` requests or until cleared. */
  setFault(fault: SiteFault, where?: { endpoint?: string; times?: number }): void;
  clearFaults(endpoint?: string): void;
  faults(): readonly FaultOrder<SiteFault>[];
  setApiSecret(apiSecret: string): void;
  /** Makes every JWT invalid. */
  forgetJwts(): void;
  /** Stops listening; connections are refused until `up`. */
  down(): Promise<void>;
  /** Listens again on the same port, with the same rows. */
  up(): Promise<void>;
  stop(): Promise<void>;
}

/** Room above the largest body the site takes, so that it can say so itself, in bytes. */
const MAX_BODY_BYTES = 52 * 1_048_576;

/**
 * Starts a small Nightscout that holds its rows in memory and behaves as 15.0.7 does wherever an uploader looks.
 * It has no web page and no sockets, and of API v3 what an uploader uses. Rejects when the port is taken.
 */
export async function startNightscoutStandIn(
  options: NightscoutStandInOptions,
): Promise<RunningNightscoutStandIn> {
  const { clock, host = '127.0.0.1', tls } = options;
  const prefix = (options.pathPrefix ?? '').replace(/\/+$/, '');
  const site: Site = {
    clock,
    access: createSiteAccess({
      clock,
      apiSecret: options.apiSecret,
      accessTokens: options.accessTokens ?? [],
      readableByDefault: options.readableByDefault ?? true,
      authFailDelayMs: options.authFailDelayMs ?? 5_000,
    }),
    collections: { entries: [], treatments: [], devicestatus: [] },
    faults: createFaultBoard<SiteFault>(),
    requests: createRequestLog<SiteRequestRecord>(),
    nextId: createIdMaker(() => Math.floor(clock.now() / 1_000)),
    hostUtcOffsetMinutes: options.hostUtcOffsetMinutes ?? 0,
    units: options.units ?? 'mg/dl',
    version: options.version ?? '15.0.7',
    requireHttps: options.requireHttps ?? false,
    careportal: options.careportal ?? true,
  };
  const pair = tls === true ? selfSignedPair(clock.now()) : tls === false ? undefined : tls;
  const answer = async (request: WireRequest, signal: AbortSignal): Promise<WireReply> => {
    if (/^\/simulator(\/|$)/.test(request.path)) return answerSiteControl(site, request);
    if (!request.path.startsWith(`${prefix}/`)) return htmlReply(404, 'Not Found');
    return answerSite(site, request, request.path.slice(prefix.length), signal);
  };
  const listen = (port: number): Promise<WireServer> =>
    startWireServer({
      host,
      port,
      clock,
      wireClock: options.wireClock ?? clock,
      maxBodyBytes: MAX_BODY_BYTES,
      answer,
      ...(pair ? { tls: pair } : {}),
    });
  let server: WireServer | undefined = await listen(options.port ?? 0);
  const { url, port } = server;
  const down = async (): Promise<void> => {
    const listening = server;
    server = undefined;
    await listening?.stop();
  };
  return {
    url: url + prefix,
    port,
    certificate: pair?.cert,
    rows: (collection = 'entries') => structuredClone(site.collections[collection]),
    seed(rows, raw = false, collection = 'entries') {
      const { entries } = site.collections;
      if (raw || collection !== 'entries')
        site.collections[collection].push(
          ...rows.map((row) => ({ _id: site.nextId(), ...structuredClone(row) })),
        );
      else upsertEntries(entries, structuredClone([...rows]), { ...site, now: clock.now() });
    },
    clear(collection) {
      for (const [name, rows] of Object.entries(site.collections)) {
        if (collection === undefined || name === collection) rows.length = 0;
      }
    },
    requests: site.requests,
    setFault: (fault, { endpoint, times } = {}) => site.faults.set(fault, endpoint, times),
    clearFaults: (endpoint) => site.faults.clear(endpoint),
    faults: () => site.faults.list(),
    setApiSecret: (apiSecret) => site.access.setSecret(apiSecret),
    forgetJwts: () => site.access.forgetJwts(),
    down,
    async up() {
      server ??= await listen(port);
    },
    stop: down,
  };
}
