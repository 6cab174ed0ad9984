import { asFailure } from '../domain/failure.ts';
import { systemClock } from '../platform/clock.ts';
import { USER_AGENT } from '../platform/version.ts';
import { faultRow, type CheckRow } from './check-row.ts';
import { EXIT } from './exit-codes.ts';
import type { BridgeConfiguration } from './read-configuration.ts';

const WHAT = 'notices';

/**
 * Where notices would go. A receiver cannot be tried without sending something: a test goes out only where it was asked for.
 * @throws the signal’s reason
 */
export async function checkNotify(
  target: BridgeConfiguration['notify'],
  isAsked: boolean,
  signal: AbortSignal,
): Promise<readonly CheckRow[]> {
  if (target === undefined) {
    if (!isAsked) return [];
    const detail = 'none is sent: set NOTIFY_URL first (docs/NOTIFY.md).';
    return [{ result: 'fault', what: WHAT, detail, exitCode: EXIT.config }];
  }
  const place = `${target.host} (${target.format})`;
  if (!isAsked) {
    const detail = `go to ${place} after ${target.afterMinutes} minutes without a reading; not tried: check --notify sends a test`;
    return [{ result: 'ok', what: WHAT, detail }];
  }
  const [{ sendTestNotice }, { createHttpClient }] = await Promise.all([
    import('../notify/index.ts'),
    import('../platform/http-client.ts'),
  ]);
  const client = createHttpClient(USER_AGENT);
  try {
    await sendTestNotice(target, { http: async () => client, clock: systemClock }, signal);
    const detail = `a test was sent, and ${place} took it: has it arrived?`;
    return [{ result: 'ok', what: WHAT, detail }];
  } catch (thrown) {
    signal.throwIfAborted();
    return [faultRow(WHAT, asFailure(thrown))];
  } finally {
    client.close();
  }
}
