import { Hono } from 'hono';
import { SECOND_MS } from '../domain/instant.ts';
import type { Clock } from '../platform/clock.ts';
import type { BridgeStatus, PartState } from '../telemetry/status-board.ts';
import { getOnly } from './get-only.ts';

/** Why the bridge is not wholly well. Holds no glucose value and no address. */
export interface HealthReason {
  readonly account: string;
  /** `source share`, `sink rest-v1`, … */
  readonly part: string;
  readonly state: PartState;
  /** `<room>.<what>` of the last failure, see docs/ERRORS.md. */
  readonly code?: string;
  readonly forSeconds: number;
}

/** What the health route needs. */
export interface HealthFacts {
  readonly clock: Clock;
  readonly version: string;
  readonly status: () => BridgeStatus;
}

/**
 * `/healthz`: the process is alive and its event loop turns. Always 200, also while Dexcom or Nightscout is away:
 * a restart would mend neither.
 */
export function createHealthRoutes({ clock, version, status }: HealthFacts): Hono {
  const routes = new Hono();
  routes.use('/healthz', getOnly);
  routes.get('/healthz', (context) => {
    const shown = status();
    const now = clock.now();
    const reasons = reasonsOf(shown, now);
    return context.json({
      status: reasons.length === 0 ? 'ok' : 'degraded',
      version,
      uptimeSeconds: Math.floor((now - shown.startedAt) / SECOND_MS),
      reasons,
    });
  });
  return routes;
}

/** Every part that fails, is stopped or has gone quiet. Pure. */
export function reasonsOf(status: BridgeStatus, now: number): readonly HealthReason[] {
  const reasons: HealthReason[] = [];
  for (const account of status.accounts) {
    const parts = [
      ...account.sources.map((part) => ({ ...part, role: 'source' })),
      ...account.sinks.map((part) => ({ ...part, role: 'sink' })),
    ];
    for (const part of parts) {
      if (part.state === 'ok' || part.state === 'starting') continue;
      reasons.push({
        account: account.name,
        part: `${part.role} ${part.name}`,
        state: part.state,
        ...(part.lastFailure === undefined || part.state === 'quiet'
          ? {}
          : { code: part.lastFailure.code }),
        forSeconds: Math.floor((now - part.since) / SECOND_MS),
      });
    }
  }
  return reasons;
}
