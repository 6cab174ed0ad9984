import type { Notice } from '../notice.ts';
import { shorten } from '../shorten.ts';
import type { NoticeTarget } from '../target.ts';
import type { NoticeRequest } from './request.ts';

/** A message above 4,096 bytes becomes an attachment (docs.ntfy.sh/publish/#limitations); a character takes up to four. */
const LONGEST = 1_000;

/**
 * JSON to the root of the server, with the topic in it: headers could not hold every character. Priority 3 is usual, 4 sounds
 * and vibrates longer. Source: docs.ntfy.sh/publish/#publish-as-json, #message-priority, #access-tokens.
 */
export function ntfyRequest(notice: Notice, target: NoticeTarget): NoticeRequest {
  const url = new URL(target.url.reveal());
  const path = url.pathname.replace(/\/+$/, '').split('/');
  const topic = path.pop() ?? '';
  url.pathname = `${path.join('/')}/`;
  return {
    url: url.href,
    headers: {
      'Content-Type': 'application/json',
      ...(target.token === undefined ? {} : { Authorization: `Bearer ${target.token.reveal()}` }),
    },
    body: JSON.stringify({
      topic,
      title: shorten(notice.title, 200),
      message: shorten(notice.message, LONGEST),
      priority: notice.isTrouble ? 4 : 3,
      tags: [notice.isTrouble ? 'warning' : 'white_check_mark'],
    }),
  };
}
