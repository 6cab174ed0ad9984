import { BridgeFailure } from '../domain/failure.ts';
import { epochMs } from '../domain/instant.ts';
import type { FetchWindow, SourceBatch } from '../sources/source.ts';

/**
 * Asks for a window. One that the service takes as too long is halved once and its halves are asked for.
 * @throws what `ask` throws, also for a half that is refused too: then nothing of the window counts as read.
 */
export async function readWindow(
  window: FetchWindow,
  ask: (window: FetchWindow) => Promise<SourceBatch>,
): Promise<readonly SourceBatch[]> {
  try {
    return [await ask(window)];
  } catch (thrown) {
    if (!isWindowRefused(thrown)) throw thrown;
  }
  const middle = epochMs(Math.floor((window.from + window.to) / 2));
  return [await ask({ from: window.from, to: middle }), await ask({ from: middle, to: window.to })];
}

function isWindowRefused(thrown: unknown): boolean {
  return (
    thrown instanceof BridgeFailure && thrown.kind === 'refused' && thrown.code.endsWith('.window')
  );
}
