import { systemStrongRandom, type StrongRandom } from '../../../platform/strong-random.ts';

/** A new state for one login: it ties Dexcom’s answer to our question, and nobody else can know it. */
export function newState(chance: StrongRandom = systemStrongRandom): string {
  return chance.token();
}
