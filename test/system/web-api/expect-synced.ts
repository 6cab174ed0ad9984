import { expect } from '@jest/globals';
import type { TokenWorld } from './token-world.ts';

/** One more life ends well, and the newest reading that the Web API lists is in the journal and on the site. */
export async function expectSynced(world: TokenWorld, what: string): Promise<void> {
  const newest = world.newestListed();
  const { end, bridge } = await world.whole(['run', '--once']);
  const synced = bridge.facts().filter(({ event }) => event === 'history.synced');
  if (end !== 0 || synced.length !== 1) {
    throw new Error(`after "${what}" the bridge ended with ${end}:\n${bridge.output()}`);
  }
  expect([what, newestOnSite(world) >= newest]).toEqual([what, true]);
}

/** The site is told by the journal alone. */
export function newestOnSite(world: TokenWorld): number {
  return Math.max(...world.siteRows().map(({ date }) => Number(date)));
}
