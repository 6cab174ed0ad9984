import type { Clock } from '../../platform/clock.ts';
import type { Random } from '../../platform/random.ts';
import type { FaultBoard } from '../wire/fault-board.ts';
import type { RequestLog } from '../wire/request-log.ts';
import type { ClientApps } from './oauth/client-apps.ts';
import type { PendingConsent } from './oauth/login-request.ts';
import type { TokenOffice } from './oauth/token-office.ts';
import type { RateLimit } from './rate-limit.ts';
import type { Quirks, Region } from './records/index.ts';
import type { WebApiFault } from './web-api-fault.ts';
import type { WebApiRequestRecord } from './web-api-request-record.ts';
import type { WebApiShape } from './web-api-shape.ts';
import type { WebApiUsers } from './web-api-users.ts';

/** Everything the simulated Web API knows while it runs. */
export interface WebApiWorld {
  readonly clock: Clock;
  readonly random: Random;
  readonly apps: ClientApps;
  readonly office: TokenOffice;
  readonly users: WebApiUsers;
  readonly limit: RateLimit;
  readonly faults: FaultBoard<WebApiFault>;
  readonly requests: RequestLog<WebApiRequestRecord>;
  /** By the ticket in the consent page. */
  readonly pending: Map<string, PendingConsent>;
  /** People are picked from a list, without a password. */
  readonly sandbox: boolean;
  /** Oddities of the records that are switched on, for all users. */
  readonly quirks: Quirks;
  /** Oddities of the answers around them. */
  shape: WebApiShape;
  /** Where the server stands, which decides how late data appear. */
  region: Region;
  /** From a phone’s upload to its appearance, in ms; by the region when undefined. */
  uploadDelayMs: number | undefined;
  /** Signs this person in without any page; `decline`: and says no. */
  autoConsent: { readonly user: string; readonly decline?: boolean } | undefined;
}
