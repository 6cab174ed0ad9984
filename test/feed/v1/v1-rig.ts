import { createFeed } from '../../../src/feed/index.ts';
import { rowsRig, type Given } from '../rows-rig.ts';

/** A row as a reader sees it. */
export type Seen = Readonly<Record<string, unknown>>;

/** The whole feed over a journal in memory, asked without a network. */
export async function v1Rig(given?: Given) {
  const base = await rowsRig(given);
  const feed = createFeed(base.facts);
  const ask = async (path: string, init?: RequestInit): Promise<Response> => {
    let isOver = false as boolean;
    const asked = Promise.resolve(
      feed.request(path.startsWith('/') ? path : `/api/v1/${path}`, init),
    ).finally(() => (isOver = true));
    // Who shows a wrong secret waits; the clock stands still for everybody else.
    while (!isOver) {
      await new Promise((resolve) => setImmediate(resolve));
      if (base.clock.sleeping > 0) await base.clock.advance(5_000);
    }
    return asked;
  };
  const rows = async (path: string): Promise<readonly Seen[]> =>
    (await (await ask(path)).json()) as readonly Seen[];
  const values = async (path: string, field: string): Promise<readonly unknown[]> =>
    (await rows(path)).map((row) => row[field]);
  return { ...base, feed, ask, rows, values };
}
