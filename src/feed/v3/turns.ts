import { BridgeFailure } from '../../domain/failure.ts';
import { whileWanted } from '../while-wanted.ts';

/** Pages that a search may take without asking: a week or so, done before anybody notices. */
const SHORT_PAGES = 8;
/** What has begun to search holds some thousand rows while it waits. */
const MOST_WAITING = 16;

/** Lets one long search go on at a time, first come, first served: many at once would all be too late, and fill the memory. */
export interface Turns {
  /**
   * The pages; from the ninth on when those who came before are done.
   * @param signal of the request: who has gone does not wait
   * @throws BridgeFailure `feed.busy` where too many wait
   */
  take<Page>(pages: AsyncIterable<Page>, signal: AbortSignal): AsyncGenerator<Page, void>;
}

/** Nobody searches yet. */
export function createTurns(): Turns {
  const waiting: (() => void)[] = [];
  let isTaken = false;

  function leave(): void {
    const next = waiting.shift();
    if (next === undefined) isTaken = false;
    else next();
  }

  async function enter(signal: AbortSignal): Promise<void> {
    if (!isTaken) {
      isTaken = true;
      return;
    }
    if (waiting.length >= MOST_WAITING) {
      throw new BridgeFailure(
        'feed.busy',
        'transient',
        'Too many long searches are under way. Ask again later, or for a span of dates.',
      );
    }
    await new Promise<void>((resolve, reject) => {
      const begin = () => {
        signal.removeEventListener('abort', go);
        resolve();
      };
      const go = () => {
        waiting.splice(waiting.indexOf(begin), 1);
        reject(new Error('The reader has gone.'));
      };
      waiting.push(begin);
      signal.addEventListener('abort', go, { once: true });
    });
  }

  return {
    async *take(pages, signal) {
      let count = 0;
      let isMine = false;
      try {
        for await (const page of whileWanted(pages, signal)) {
          count += 1;
          if (count > SHORT_PAGES && !isMine) {
            await enter(signal);
            isMine = true;
          }
          yield page;
        }
      } finally {
        if (isMine) leave();
      }
    },
  };
}
