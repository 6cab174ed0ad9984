import { SECOND_MS } from '../../domain/instant.ts';
import type { Notice } from '../notice.ts';
import { shorten } from '../shorten.ts';
import type { NoticeTarget } from '../target.ts';
import type { NoticeRequest } from './request.ts';

/** Characters; longer ones are refused. */
const LONGEST = { title: 250, message: 1_024 };

/**
 * A form, as the service documents it first. Priority 1 sounds in quiet hours too, 0 does not; 2, which repeats until a person
 * confirms it, is for alarms, which this is not. Source: pushover.net/api.
 */
export function pushoverRequest(notice: Notice, target: NoticeTarget): NoticeRequest {
  const form = new URLSearchParams({
    token: target.token?.reveal() ?? '',
    user: target.user?.reveal() ?? '',
    title: shorten(notice.title, LONGEST.title),
    message: shorten(notice.message, LONGEST.message),
    priority: notice.isTrouble ? '1' : '0',
    timestamp: String(Math.floor(notice.at / SECOND_MS)),
  });
  return {
    url: target.url.reveal(),
    headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
    body: form.toString(),
  };
}
