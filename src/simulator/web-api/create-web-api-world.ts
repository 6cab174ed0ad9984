import type { Clock } from '../../platform/clock.ts';
import type { Random } from '../../platform/random.ts';
import type { Diary } from '../patient/diary.ts';
import type { SimulatedPatient } from '../patient/patient.ts';
import type { ShareAccounts } from '../share/share-accounts.ts';
import { createFaultBoard } from '../wire/fault-board.ts';
import { createRequestLog } from '../wire/request-log.ts';
import { createClientApps, type ClientApp } from './oauth/client-apps.ts';
import { createTokenOffice, type TokenLifetimes } from './oauth/token-office.ts';
import { createRateLimit } from './rate-limit.ts';
import type { Product, Quirks, Region } from './records/index.ts';
import type { WebApiFault } from './web-api-fault.ts';
import type { WebApiRequestRecord } from './web-api-request-record.ts';
import { changeWebApiShape, documentedShape, type WebApiShape } from './web-api-shape.ts';
import { createWebApiUsers } from './web-api-users.ts';
import type { WebApiWorld } from './web-api-world.ts';

/** What the simulated Web API is started with. */
export interface WebApiOptions {
  /** One by default: client id `simulated-client`, secret `simulated-client-secret`, any redirect address. */
  readonly apps?: readonly ClientApp[];
  /** `g7` by default. */
  readonly product?: Product;
  /** `us` by default. */
  readonly region?: Region;
  /** From a phone's upload to its appearance, in ms; 1 h (us) or 3 h by default. */
  readonly uploadDelayMs?: number;
  /** Where the data begin, in days before the start; 90 by default. */
  readonly historyDays?: number;
  /** What the person of a Share account writes down, by the account's name. */
  readonly diaries?: Readonly<Record<string, Diary>>;
  /** No passwords: people are picked from a list, which holds Dexcom's seven sandbox users too. */
  readonly sandbox?: boolean;
  /** 60 000 by default. */
  readonly callsPerHour?: number;
  readonly lifetimes?: Partial<TokenLifetimes>;
  readonly shape?: Partial<WebApiShape>;
}

/** The application that is registered where none is named. */
export const usualApp: ClientApp = {
  id: 'simulated-client',
  secret: 'simulated-client-secret',
  redirectUris: 'any',
};

const CALLS_PER_HOUR = 60_000;
const HISTORY_DAYS = 90;

/** The world of a Web API whose people are those of Share. */
export function createWebApiWorld(
  options: WebApiOptions,
  share: {
    readonly clock: Clock;
    readonly random: Random;
    readonly accounts: ShareAccounts;
    readonly patient: SimulatedPatient;
  },
): WebApiWorld {
  const { clock, random, accounts, patient } = share;
  const sandbox = options.sandbox ?? false;
  const quirks: Quirks = {};
  const shape = changeWebApiShape(documentedShape, options.shape ?? {});
  const office = createTokenOffice(random, options.lifetimes);
  office.setReuseRevokes(shape.reuseRevokes);
  const world: WebApiWorld = {
    clock,
    random,
    apps: createClientApps(options.apps ?? [usualApp]),
    office,
    users: createWebApiUsers({
      clock,
      accounts,
      patient,
      ...(options.diaries ? { diaries: options.diaries } : {}),
      historyDays: options.historyDays ?? HISTORY_DAYS,
      product: options.product ?? 'g7',
      region: () => world.region,
      uploadDelayMs: () => world.uploadDelayMs,
      quirks,
      sandbox,
    }),
    limit: createRateLimit(options.callsPerHour ?? CALLS_PER_HOUR),
    faults: createFaultBoard<WebApiFault>(),
    requests: createRequestLog<WebApiRequestRecord>(),
    pending: new Map(),
    sandbox,
    quirks,
    shape,
    region: options.region ?? 'us',
    uploadDelayMs: options.uploadDelayMs,
    autoConsent: undefined,
  };
  return world;
}
