import { SECOND_MS } from '../domain/instant.ts';
import type { Clock } from '../platform/clock.ts';
import type { HttpClient } from '../platform/http-client.ts';
import type { Redact } from '../telemetry/redaction.ts';
import { answerFailure } from './failures.ts';
import { jsonRequest } from './formats/json.ts';
import { ntfyRequest } from './formats/ntfy.ts';
import { pushoverRequest } from './formats/pushover.ts';
import type { NoticeRequest } from './formats/request.ts';
import { slackRequest } from './formats/slack.ts';
import type { Notice } from './notice.ts';
import type { NoticeTarget } from './target.ts';

/** What sending needs. */
export interface SendTools {
  readonly http: () => Promise<HttpClient>;
  readonly clock: Clock;
  /** Behind the rule that no text holds a secret, a second line of defence. */
  readonly redact: Redact;
}

const TIMEOUT_MS = 15 * SECOND_MS;

const FORMATS: Readonly<
  Record<NoticeTarget['format'], (notice: Notice, target: NoticeTarget) => NoticeRequest>
> = { json: jsonRequest, ntfy: ntfyRequest, pushover: pushoverRequest, slack: slackRequest };

/**
 * Sends one notice, once.
 * @throws BridgeFailure `notify.…`, `http.…`, or the signal’s reason
 */
export async function sendNotice(
  notice: Notice,
  target: NoticeTarget,
  { http, clock, redact }: SendTools,
  signal: AbortSignal,
): Promise<void> {
  const client = await http();
  const fit = { ...notice, title: redact(notice.title), message: redact(notice.message) };
  const answer = await client.send(
    {
      method: 'POST',
      ...FORMATS[target.format](fit, target),
      timeoutMs: TIMEOUT_MS,
      endpoint: 'notify.send',
    },
    signal,
  );
  const failure = answerFailure(answer, target, clock.now());
  if (failure !== undefined) throw failure;
}
