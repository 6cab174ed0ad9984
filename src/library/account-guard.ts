import type { CallOptions } from './call-options.ts';
import { asDexcomError } from './as-dexcom-error.ts';
import { DexcomError } from './dexcom-error.ts';

/** Stands before every call of one client. */
export interface AccountGuard {
  /** Aborted when the client is closed. */
  readonly closing: AbortSignal;
  /** Runs a call under its own signal and that of closing; what it throws is a caller’s error. */
  run<T>(call: CallOptions, work: (signal: AbortSignal) => Promise<T>): Promise<T>;
  /** @throws DexcomError `library.closed` */
  demandOpen(): void;
  /** What was thrown, as a caller is to meet it. */
  worded(thrown: unknown): unknown;
  close(): void;
}

/** @param host the server, for messages */
export function createAccountGuard(host: string): AccountGuard {
  const closing = new AbortController();

  return {
    closing: closing.signal,
    async run({ signal: own }, work) {
      closing.signal.throwIfAborted();
      own?.throwIfAborted();
      const stop = new AbortController();
      const closed = () => stop.abort(closing.signal.reason);
      const aborted = () => stop.abort(own?.reason);
      closing.signal.addEventListener('abort', closed);
      own?.addEventListener('abort', aborted);
      try {
        return await work(stop.signal);
      } catch (thrown) {
        throw asDexcomError(thrown, host);
      } finally {
        closing.signal.removeEventListener('abort', closed);
        own?.removeEventListener('abort', aborted);
      }
    },
    demandOpen: () => closing.signal.throwIfAborted(),
    worded: (thrown) => asDexcomError(thrown, host),
    close() {
      closing.abort(
        new DexcomError(
          'library.closed',
          'argument',
          'The client was closed: make a new one to go on.',
        ),
      );
    },
  };
}
