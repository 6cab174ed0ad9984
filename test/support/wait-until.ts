import { setTimeout as wait } from 'node:timers/promises';

/** Waits in real time until something is so, for what depends on sockets, files and other processes. @throws when it never is */
export async function waitUntil(isSo: () => boolean, withinMs = 60_000): Promise<void> {
  const deadline = performance.now() + withinMs;
  while (!isSo()) {
    if (performance.now() > deadline)
      throw new Error(`after ${withinMs} ms still not: ${String(isSo)}`);
    await wait(2);
  }
}
