import { asFailure, BridgeFailure } from '../domain/failure.ts';
import type { Clock } from '../platform/clock.ts';
import type { RedirectAnswer } from '../http-server/redirect.ts';

/** How a login is received by a browser that comes back to this machine. */
export interface RedirectWait {
  /** The redirect address of the application; on this machine. */
  readonly redirectUri: string;
  /** From now on a browser is heard. */
  readonly listening: () => void;
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
function redirectHosts(redirectUri: string): readonly string[] {
  const { protocol, hostname } = new URL(redirectUri);
  return protocol === 'http:' ? (LOOPBACK[hostname] ?? []) : [];
}

/** @throws BridgeFailure `command.needs_paste` (config; exit 64) where no browser can come back to this machine */
export function demandRedirectHere(redirectUri: string): void {
  if (redirectHosts(redirectUri).length > 0) return;
  throw new BridgeFailure(
    'command.needs_paste',
    'config',
    `The redirect address ${redirectUri} does not lead to this machine by http, so nothing can be listened for there. Use authorize --paste: log in with any browser and paste the address it ends at.`,
  );
}

/** The last page gets this long to reach the browser, in ms. */
const LAST_PAGE_MS = 300;

const DONE = 'Dexcom’s permission is stored. You can close this page and go back to the terminal.';

/**
 * Listens until a browser brings the code of this login, and spends it. A wrong state or an error of Dexcom’s is answered 400
 * and the wait goes on; a code is taken once.
 * @throws BridgeFailure `server.no_redirect`, or what spending the code failed with; the signal’s reason
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
    await openAny(servers, wait.redirectUri);
    signal.throwIfAborted();
    wait.listening();
    await outcome.promise.finally(() =>
      wait.clock.sleep(LAST_PAGE_MS, signal).catch(() => undefined),
    );
  } finally {
    signal.removeEventListener('abort', stop);
    await Promise.all(servers.map((server) => server.close()));
  }
}

/** A machine may lack IPv6: one address is enough. */
async function openAny(
  servers: readonly { open(): Promise<unknown> }[],
  redirectUri: string,
): Promise<void> {
  const results = await Promise.allSettled(servers.map((server) => server.open()));
  const failed = results.flatMap((result) =>
    result.status === 'rejected' ? [asFailure(result.reason)] : [],
  );
  const worst = failed.find(({ code }) => code !== 'server.bad_address');
  const cause = worst ?? (failed.length === results.length ? failed[0] : undefined);
  if (cause === undefined) return;
  const why =
    cause.code === 'server.in_use' ? 'another program listens there' : 'this user may not';
  throw new BridgeFailure(
    'server.no_redirect',
    'transient',
    `The browser cannot be awaited at ${redirectUri}: ${why}. Stop the other program, or register an address with another port (above 1023) and set DEXCOM_REDIRECT_URI to it, or use authorize --paste.`,
    { cause },
  );
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
