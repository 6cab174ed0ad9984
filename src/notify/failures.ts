import { BridgeFailure } from '../domain/failure.ts';
import type { EpochMs } from '../domain/instant.ts';
import type { HttpResponse } from '../platform/http-client.ts';
import { retryAfter } from '../platform/retry-after.ts';
import type { NoticeTarget } from './target.ts';

const CREDENTIALS: Readonly<Record<NoticeTarget['format'], string>> = {
  json: 'NOTIFY_URL and NOTIFY_TOKEN',
  ntfy: 'the topic in NOTIFY_URL, and NOTIFY_TOKEN where the topic is protected',
  pushover: 'NOTIFY_TOKEN (of the application) and NOTIFY_USER (your user key)',
  slack: 'NOTIFY_URL: the webhook may have been removed, or its channel closed',
};

/**
 * The failure that an answer other than success means; `undefined` for success. The body is never quoted: it may echo what was
 * sent.
 */
export function answerFailure(
  { status, headers }: HttpResponse,
  { host, format }: NoticeTarget,
  now: EpochMs,
): BridgeFailure | undefined {
  if (status >= 200 && status < 300) return undefined;
  if (status === 429) {
    const retryAt = retryAfter(headers, now);
    return new BridgeFailure(
      'notify.throttled',
      'throttled',
      `${host} takes no more notices for now (429); with Pushover the month’s allowance may be used up. The notice is sent later.`,
      retryAt === undefined ? {} : { retryAt },
    );
  }
  if (status >= 300 && status < 400) {
    return new BridgeFailure(
      'notify.redirected',
      'config',
      `${host} answers the notice with a redirect (${status}), which is not followed: the notice and its token would go with it. Set NOTIFY_URL to the address it leads to.`,
    );
  }
  if (status >= 400 && status < 500 && status !== 408 && status !== 425) {
    return new BridgeFailure(
      'notify.refused',
      'config',
      `${host} refused the notice (${status}). Check ${CREDENTIALS[format]}; nightscout-dexcom-bridge check --notify sends a test. It is tried again after hours only.`,
    );
  }
  const retryAt = retryAfter(headers, now);
  return new BridgeFailure(
    'notify.unavailable',
    'transient',
    `${host} cannot take the notice now (${status}); the bridge tries again by itself.`,
    retryAt === undefined ? {} : { retryAt },
  );
}
