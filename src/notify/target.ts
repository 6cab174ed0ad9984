import type { Secret } from '../platform/secret.ts';

/** Where notices go. */
export interface NoticeTarget {
  /** What the receiver understands. */
  readonly format: 'json' | 'ntfy' | 'pushover' | 'slack';
  /** The whole address, which may hold a token; with ntfy its last part is the topic. */
  readonly url: Secret;
  /** Host with port, for messages. */
  readonly host: string;
  /** Bearer token; with Pushover the token of the application. */
  readonly token?: Secret;
  /** Pushover’s user or group key. */
  readonly user?: Secret;
}
