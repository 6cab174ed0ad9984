import type { Mount } from '../http-server/server.ts';
import { VERSION } from '../platform/version.ts';
import type { LiveAccounts } from './live-accounts.ts';

/** What is served beside health. */
export type ServedFacts = LiveAccounts;

/** Every route of the program, in the order in which they are asked. Loads the whole HTTP side. */
export async function createServedRoutes(facts: ServedFacts): Promise<readonly Mount[]> {
  const { createHealthRoutes } = await import('../http-server/health.ts');
  const { clock, board } = facts;
  const health = createHealthRoutes({ clock, version: VERSION, status: () => board.snapshot() });
  return [{ path: '/', routes: health }];
}
