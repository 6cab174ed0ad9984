import type { Notice } from '../notice.ts';
import { shorten } from '../shorten.ts';
import type { NoticeTarget } from '../target.ts';
import type { NoticeRequest } from './request.ts';

/** Discord takes 2,000 characters; escaped ones count as several. */
const LONGEST = 1_800;

/**
 * One text, the form that Slack, Discord (at `…/slack`), Mattermost and Rocket.Chat take alike. `&`, `<` and `>` are escaped:
 * they would make links and calls. Source: docs.slack.dev/messaging/sending-messages-using-incoming-webhooks,
 * docs.slack.dev/messaging/formatting-message-text (escaping), docs.discord.com/developers/resources/webhook.
 */
export function slackRequest(notice: Notice, target: NoticeTarget): NoticeRequest {
  const text = shorten(`*${notice.title}*\n${notice.message}`, LONGEST);
  return {
    url: target.url.reveal(),
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({
      text: text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;'),
    }),
  };
}
