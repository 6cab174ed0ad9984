/** An iterator whose waiting ends at once when it is left: a generator alone would finish its wait first. */
export interface Stoppable<T> extends AsyncIterableIterator<T> {
  next(): Promise<IteratorResult<T, undefined>>;
  return(): Promise<IteratorResult<T, undefined>>;
}

/**
 * @param make the work, which ends when its signal is aborted
 * @param signals that end it from outside
 * @param onEnd called once, when nothing more will be asked of it
 */
export function createStoppable<T>(
  make: (signal: AbortSignal) => AsyncGenerator<T, undefined>,
  signals: readonly AbortSignal[],
  onEnd: () => void = () => undefined,
): Stoppable<T> {
  const own = new AbortController();
  const stop = (event: Event) => own.abort((event.target as AbortSignal).reason);
  let isOver = false;
  let generator: AsyncGenerator<T, undefined> | undefined;

  function begin(): AsyncGenerator<T, undefined> {
    if (generator !== undefined) return generator;
    for (const signal of signals) {
      if (signal.aborted) own.abort(signal.reason);
      else signal.addEventListener('abort', stop, { once: true });
    }
    return (generator = make(own.signal));
  }

  function end(): void {
    if (isOver) return;
    isOver = true;
    for (const signal of signals) signal.removeEventListener('abort', stop);
    onEnd();
  }

  return {
    [Symbol.asyncIterator]() {
      return this;
    },
    async next() {
      if (isOver) return { done: true, value: undefined };
      try {
        const result = await begin().next();
        if (result.done === true) end();
        return result;
      } catch (thrown) {
        end();
        throw thrown;
      }
    },
    async return() {
      own.abort(new Error('the iterator was left'));
      const result = await generator?.return(undefined).catch(() => undefined);
      end();
      return result ?? { done: true, value: undefined };
    },
  };
}
