/**
 * Does the work for every item at the same time. When one rejects the others are stopped, and all have ended when it
 * settles: nobody writes into what the caller then closes.
 * @throws the signal’s reason when it is aborted; else what the first one rejected with
 */
export async function allSettledOrStopped<Item, Result>(
  items: readonly Item[],
  work: (item: Item, signal: AbortSignal) => Promise<Result>,
  signal: AbortSignal,
): Promise<readonly Result[]> {
  signal.throwIfAborted();
  const own = new AbortController();
  const both = AbortSignal.any([signal, own.signal]);
  const faults: unknown[] = [];
  const results = await Promise.all(
    items.map(async (item) => {
      try {
        return [await work(item, both)];
      } catch (thrown) {
        faults.push(thrown);
        own.abort(new Error('another part failed'));
        return [];
      }
    }),
  );
  signal.throwIfAborted();
  if (faults.length > 0) throw faults[0];
  return results.flat();
}
