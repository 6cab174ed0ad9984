import { epochMs, HOUR_MS, toIsoUtc } from '../../domain/instant.ts';
import type { ShareWorld } from '../share/share-world.ts';

/** The state of the simulator for people and scripts; no password and no session id. */
export function describeWorld(world: ShareWorld): Readonly<Record<string, unknown>> {
  const now = world.clock.now();
  const newest = world.patient.readings(epochMs(now - 24 * HOUR_MS), now, now).at(-1);
  return {
    now,
    nowIso: toIsoUtc(now),
    newestVisible: newest ?? null,
    requests: world.requests.counts,
    faults: world.faults.list(),
    accounts: world.accounts.list(now),
    liveSessions: world.sessions.liveCount(now),
    shape: world.shape,
    malformed: world.malformed,
  };
}
