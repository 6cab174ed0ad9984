import { Counter, type Registry } from 'prom-client';
import type { MeteredAccount } from '../bridge-measure.ts';
import type { Emit } from '../events.ts';
import { PREFIX } from './metric-names.ts';

/** What is told of notices to people. */
export function registerNoticeMetrics(
  registry: Registry,
  accounts: readonly MeteredAccount[],
): Emit {
  const registers = [registry];
  const sent = new Counter({
    name: `${PREFIX}notices_sent_total`,
    help: 'Notices that the receiver took.',
    labelNames: ['account'],
    registers,
  });
  const failures = new Counter({
    name: `${PREFIX}notice_failures_total`,
    help: 'Times that notices could not be sent, counted once until one goes out again.',
    registers,
  });
  const known = new Set(accounts.map(({ name }) => name));
  for (const account of known) sent.inc({ account }, 0);
  return (event) => {
    if (event.type === 'notify.failed') failures.inc();
    if (event.type === 'notify.sent' && known.has(event.account)) {
      sent.inc({ account: event.account });
    }
  };
}
