import { asFailure, type BridgeFailure } from '../domain/failure.ts';
import type { Clock } from '../platform/clock.ts';
import type { RedirectAnswer } from '../http-server/redirect.ts';

/** How a login is received by a browser that comes back to this machine. */
export interface RedirectWait {
  /** The redirect address of the application; on this machine. */
  readonly redirectUri: string;
  /** Reads the address that the browser came to. @throws BridgeFailure for one that is no answer to this login */
  readonly read: (url: string) => { readonly code: string };
  /** Spends the code; it works once. */
  readonly complete: (code: string) => Promise<void>;
  /** An answer that did not fit; the wait goes on. */
  readonly refused: (failure: BridgeFailure) => void;
  readonly clock: Clock;
}

/** Names and addresses of this machine, with what to listen on for each. */
const LOOPBACK: Readonly<Record<string, readonly string[]>> = {
  localhost: ['127.0.0.1', '::1'],
  '127.0.0.1': ['127.0.0.1'],
  '[::1]': ['::1'],
};

/** Where to listen for a redirect address; empty where it leads to another machine, or to https. */
export function redirectHosts(redirectUri: string): readonly string[] {
  const { protocol, hostname } = new URL(redirectUri);
  return protocol === 'http:' ? (LOOPBACK[hostname] ?? []) : [];
}

/** The last page gets this long to reach the browser, in ms. */
const LAST_PAGE_MS = 300;

const DONE = 'Dexcom’s permission is stored. You can close this page and go back to the terminal.';

/**
 * Listens until a browser brings the code of this login, and spends it. A wrong state or an error of Dexcom’s is answered 400
 * and the wait goes on; a code is taken once.
 * @throws BridgeFailure `server.…`, or what spending the code failed with; the signal’s reason
 */
export async function awaitRedirect(wait: RedirectWait, signal: AbortSignal): Promise<void> {
  const [{ createHttpServer }, { createRedirectRoutes }] = await Promise.all([
    import('../http-server/server.ts'),
    import('../http-server/redirect.ts'),
  ]);
  const { port, pathname } = new URL(wait.redirectUri);
  const outcome = withResolvers();
  let taken: Promise<RedirectAnswer> | undefined;

  const spend = async (code: string): Promise<RedirectAnswer> => {
    try {
      await wait.complete(code);
      outcome.resolve();
      return { isDone: true, text: DONE };
    } catch (thrown) {
      const failure = asFailure(thrown);
      outcome.reject(failure);
      return { isDone: false, text: failure.message };
    }
  };
  const receive = async (query: string): Promise<RedirectAnswer> => {
    try {
      const { code } = wait.read(`${wait.redirectUri}${query}`);
      // A browser may load the address twice: both see the one answer.
      taken ??= spend(code);
      return await taken;
    } catch (thrown) {
      const failure = asFailure(thrown);
      wait.refused(failure);
      return { isDone: false, text: failure.message };
    }
  };

  const routes = createRedirectRoutes({ path: pathname, receive });
  const servers = redirectHosts(wait.redirectUri).map((host) =>
    createHttpServer({ host, port: Number(port || 80) }, [{ path: '/', routes }]),
  );
  const stop = () => outcome.reject(signal.reason);
  signal.addEventListener('abort', stop, { once: true });
  try {
    await openAny(servers);
    signal.throwIfAborted();
    await outcome.promise.finally(() =>
      wait.clock.sleep(LAST_PAGE_MS, signal).catch(() => undefined),
    );
  } finally {
    signal.removeEventListener('abort', stop);
    await Promise.all(servers.map((server) => server.close()));
  }
}

/** A machine may lack IPv6: one address is enough. */
async function openAny(servers: readonly { open(): Promise<unknown> }[]): Promise<void> {
  const results = await Promise.allSettled(servers.map((server) => server.open()));
  const failed = results.filter((result) => result.status === 'rejected');
  const worst = failed.find(({ reason }) => asFailure(reason).code !== 'server.bad_address');
  if (worst !== undefined || failed.length === results.length) {
    throw asFailure((worst ?? failed[0])?.reason);
  }
}

function withResolvers() {
  let resolve: () => void = () => undefined;
  let reject: (reason: unknown) => void = () => undefined;
  const promise = new Promise<void>((resolving, rejecting) => {
    resolve = resolving;
    reject = rejecting;
  });
  promise.catch(() => undefined);
  return { promise, resolve, reject };
}
