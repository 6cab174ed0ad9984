import { once } from 'node:events';

/** Writes as fast as the reader reads; a reader such as `head` may have had enough, which is no fault. */
export function linesOut(out: NodeJS.WritableStream): (text: string) => Promise<boolean> {
  const gone = new AbortController();
  out.once('error', () => gone.abort());
  return async (text) => {
    if (!gone.signal.aborted && !out.write(text)) {
      await once(out, 'drain', { signal: gone.signal }).catch(() => undefined);
    }
    return !gone.signal.aborted;
  };
}
