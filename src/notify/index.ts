import { createRedactor } from '../telemetry/redaction.ts';
import { sendNotice, type SendTools } from './send-notice.ts';
import type { NoticeTarget } from './target.ts';
import { wordTest } from './word-notice.ts';

export { createNotifier, type Notifier, type NotifierOptions } from './notifier.ts';
export type { NoticeTarget } from './target.ts';

/**
 * Sends a notice that says it is a test.
 * @param secrets text of every secret in the configuration, for masking
 * @throws BridgeFailure `notify.…`, `http.…`, or the signal’s reason
 */
export async function sendTestNotice(
  target: NoticeTarget,
  { http, clock }: Pick<SendTools, 'http' | 'clock'>,
  signal: AbortSignal,
): Promise<void> {
  const tools = { http, clock, redact: createRedactor([]) };
  await sendNotice(wordTest(clock.now()), target, tools, signal);
}
