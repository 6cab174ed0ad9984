import type { Clock } from '../../platform/clock.ts';
import type { FaultBoard } from '../wire/fault-board.ts';
import type { RequestLog } from '../wire/request-log.ts';
import type { EpochMs } from '../../domain/instant.ts';
import type { Row } from './row.ts';
import type { SiteAccess } from './site-access.ts';
import type { SiteFault } from './site-fault.ts';

/** Where rows are kept. */
export type CollectionName = 'entries' | 'treatments' | 'devicestatus';

/** One request as the stand-in remembers it: no secret, no token. */
export interface SiteRequestRecord {
  readonly at: EpochMs;
  /** Method and path without prefix and extension, e.g. `POST /api/v1/entries`. */
  readonly endpoint: string;
  /** The decoded query without secrets. */
  readonly query: string;
  readonly status: number;
  /** How the caller came in; absent where nobody asked. */
  readonly came?: 'secret' | 'token' | 'anonymous' | 'refused';
  /** Rows in the body. */
  readonly rows?: number;
  readonly fault?: string;
}

/** Everything the stand-in knows. */
export interface Site {
  readonly clock: Clock;
  readonly access: SiteAccess;
  readonly collections: Readonly<Record<CollectionName, Row[]>>;
  readonly faults: FaultBoard<SiteFault>;
  readonly requests: RequestLog<SiteRequestRecord>;
  readonly nextId: () => string;
  readonly hostUtcOffsetMinutes: number;
  readonly units: 'mg/dl' | 'mmol';
  readonly version: string;
  /** Off, treatments can be read only. */
  readonly careportal: boolean;
  /** Sends plain http to https. */
  readonly requireHttps: boolean;
}

/** A request once the stand-in has read it. */
export interface SiteCall {
  readonly method: string;
  /** Below the prefix, without extension. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** What the client accepts, the extension considered. */
  readonly accept: string;
  /** The JSON body; `{}` when there was none. */
  readonly body: unknown;
  /** The fault that hit this request, if it is one the database would cause. */
  readonly fault: SiteFault | undefined;
}
