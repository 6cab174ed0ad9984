import { SECOND_MS } from '../../../domain/instant.ts';
import type { Clock } from '../../../platform/clock.ts';
import type { Random } from '../../../platform/random.ts';

/** Waits before the second, third and fourth try, in ms; each is spread by a fifth. */
const WAITS_MS = [SECOND_MS, 2 * SECOND_MS, 4 * SECOND_MS];
const SPREAD = 0.2;

/**
 * Writes what must not be lost: tries four times, whatever else is being stopped meanwhile.
 * Throws what the last try threw.
 */
export async function saveHard<T>(
  write: () => Promise<T>,
  clock: Clock,
  random: Random,
): Promise<T> {
  const never = new AbortController().signal;
  for (const waitMs of WAITS_MS) {
    try {
      return await write();
    } catch {
      await clock.sleep(Math.round(waitMs * (1 - SPREAD + 2 * SPREAD * random.next())), never);
    }
  }
  return write();
}
