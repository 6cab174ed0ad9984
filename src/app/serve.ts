import { asFailure } from '../domain/failure.ts';
import { epochMs, MINUTE_MS } from '../domain/instant.ts';
import type { HttpServer, Mount } from '../http-server/server.ts';
import type { Clock } from '../platform/clock.ts';
import type { Emit } from '../telemetry/events.ts';

/** Where to listen, as configured. */
export interface ListenSetting {
  readonly host: string;
  readonly port: number;
  /** All addresses: IPv6 and IPv4, or IPv4 alone where the machine has no IPv6. */
  readonly everywhere: boolean;
}

/** What serving needs. */
export interface ServeOptions {
  readonly listen: ListenSetting;
  /** Where the port is taken, any free one is taken instead. */
  readonly anyPortWillDo?: boolean;
  /** Makes what is served; loads the whole HTTP side. */
  mounts(): Promise<readonly Mount[]>;
  readonly clock: Clock;
  readonly emit: Emit;
}

/** A taken port may be an older process that is still stopping. */
const TRY_AGAIN_MS = MINUTE_MS;

/**
 * Serves until the signal is aborted. A port that cannot be had, or a part that cannot be loaded, never stops glucose: it
 * is told as an error and tried again every minute.
 */
export async function serve(options: ServeOptions, signal: AbortSignal): Promise<void> {
  const { clock, emit } = options;
  let mounts: readonly Mount[] | undefined;
  let open: HttpServer | undefined;
  while (open === undefined && !signal.aborted) {
    try {
      mounts ??= await options.mounts();
      open = await listenOn(mounts, options);
    } catch (thrown) {
      const retryAt = epochMs(clock.now() + TRY_AGAIN_MS);
      emit({ type: 'server.failed', failure: asFailure(thrown), retryAt });
      await clock.sleep(TRY_AGAIN_MS, signal).catch(() => undefined);
    }
  }
  if (!signal.aborted) await aborted(signal);
  await open?.close();
}

/** An open server on the first address that can be had. */
async function listenOn(
  mounts: readonly Mount[],
  { listen, anyPortWillDo = false, emit }: ServeOptions,
): Promise<HttpServer> {
  const { createHttpServer, printAddress } = await import('../http-server/server.ts');
  const hosts = listen.everywhere ? ['::', '0.0.0.0'] : [listen.host];
  const ports = anyPortWillDo ? [listen.port, 0] : [listen.port];
  let fault: unknown;
  for (const port of ports) {
    for (const host of hosts) {
      const server = createHttpServer({ host, port }, mounts);
      try {
        const taken = await server.open();
        emit({ type: 'bridge.listening', address: `http://${printAddress(taken)}` });
        return server;
      } catch (thrown) {
        fault = thrown;
        // Without IPv6 here the next host may do; a port that is taken is taken on each.
        if (asFailure(thrown).code !== 'server.bad_address') break;
      }
    }
    if (asFailure(fault).code !== 'server.in_use') break;
  }
  throw fault;
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
