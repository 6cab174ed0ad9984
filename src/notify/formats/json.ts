import { toIsoUtc, type EpochMs } from '../../domain/instant.ts';
import type { Notice } from '../notice.ts';
import type { NoticeTarget } from '../target.ts';
import type { NoticeRequest } from './request.ts';

/** A webhook of one’s own: the facts as one object, with title and message for who only wants to show them. docs/NOTIFY.md lists the fields. */
export function jsonRequest(notice: Notice, target: NoticeTarget): NoticeRequest {
  const { type, isTrouble, account, part, title, message, code, glucoseMgdl } = notice;
  const instant = (at: EpochMs | undefined) => (at === undefined ? undefined : toIsoUtc(at));
  return {
    url: target.url.reveal(),
    headers: {
      'Content-Type': 'application/json',
      ...(target.token === undefined ? {} : { Authorization: `Bearer ${target.token.reveal()}` }),
    },
    body: JSON.stringify({
      program: 'nightscout-dexcom-bridge',
      type,
      isTrouble,
      account,
      part,
      title,
      message,
      at: instant(notice.at),
      since: instant(notice.since),
      newestReadingAt: instant(notice.newestReadingAt),
      code,
      glucoseMgdl,
    }),
  };
}
