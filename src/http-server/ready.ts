import { Hono } from 'hono';
import { asFailure } from '../domain/failure.ts';
import { SECOND_MS, type EpochMs } from '../domain/instant.ts';
import type { Clock } from '../platform/clock.ts';
import type { Measure } from '../telemetry/bridge-measure.ts';
import { getOnly } from './get-only.ts';
import type { ReadyReason } from './ready-reason.ts';
import { readyReasons } from './ready-reasons.ts';

/** What the ready route needs. */
export interface ReadyFacts {
  readonly clock: Pick<Clock, 'now'>;
  readonly measure: Measure;
}

/**
 * `/readyz`: 200 where every account’s newest reading is fresh, no sink is stuck and nothing is latched; else 503 with the
 * reasons. For whoever wants to be told: to start the bridge again mends none of them, so it is no liveness probe. Open
 * without a secret.
 */
export function createReadyRoutes({ clock, measure }: ReadyFacts): Hono {
  const routes = new Hono();
  let brokenSince: EpochMs | undefined;

  async function look(): Promise<readonly ReadyReason[]> {
    try {
      const measured = await measure();
      brokenSince = undefined;
      return readyReasons(measured, clock.now());
    } catch (thrown) {
      const now = clock.now();
      brokenSince ??= now;
      const forSeconds = Math.floor((now - brokenSince) / SECOND_MS);
      return [ofJournal(asFailure(thrown).code, forSeconds)];
    }
  }

  routes.use('/readyz', getOnly);
  routes.get('/readyz', async (context) => {
    const reasons = await look();
    const isReady = reasons.length === 0;
    return context.json({ status: isReady ? 'ready' : 'not ready', reasons }, isReady ? 200 : 503);
  });
  return routes;
}

function ofJournal(code: string, forSeconds: number): ReadyReason {
  return {
    part: 'journal',
    state: 'failing',
    code,
    forSeconds,
    remedy:
      'The journal cannot be read: is its disk full, read-only or damaged? The log and docs/ERRORS.md say more.',
  };
}
