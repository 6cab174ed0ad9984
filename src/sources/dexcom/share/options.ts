import type { Secret } from '../../../platform/secret.ts';
import type { Region } from '../region.ts';

/** How one account logs in to Share. */
export interface ShareOptions {
  /** By what the account is named: exactly one of user name (or email, or `+phone`) and account UUID. Kept as typed. */
  readonly login:
    | { readonly by: 'name'; readonly name: string }
    | { readonly by: 'id'; readonly accountId: string };
  readonly password: Secret;
  /** Chooses the application id, and the host unless `serverUrl` is set. */
  readonly region: Region;
  /** Another Share server: scheme, host, port, optional path prefix; `/ShareWebServices/Services` is added by the client. */
  readonly serverUrl?: string;
}
