import { asFailure } from '../domain/failure.ts';
import { epochMs, MINUTE_MS } from '../domain/instant.ts';
import type { Mount } from '../http-server/server.ts';
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
  readonly mounts: readonly Mount[];
  readonly clock: Clock;
  readonly emit: Emit;
}

/** A taken port may be an older process that is still stopping. */
const TRY_AGAIN_MS = MINUTE_MS;

/**
 * Serves until the signal is aborted. A port that cannot be had never stops glucose: it is told as an error and
 * tried again every minute.
 */
export async function serve(options: ServeOptions, signal: AbortSignal): Promise<void> {
  const { listen, mounts, clock, emit, anyPortWillDo = false } = options;
  const { createHttpServer, printAddress } = await import('../http-server/server.ts');
  const hosts = listen.everywhere ? ['::', '0.0.0.0'] : [listen.host];
  let { port } = listen;
  while (!signal.aborted) {
    for (const [index, host] of hosts.entries()) {
      const server = createHttpServer({ host, port }, mounts);
      try {
        const taken = await server.open();
        emit({ type: 'bridge.listening', address: `http://${printAddress(taken)}` });
      } catch (thrown) {
        const failure = asFailure(thrown);
        if (failure.code === 'server.bad_address' && index + 1 < hosts.length) continue;
        if (failure.code === 'server.in_use' && anyPortWillDo && port !== 0) {
          port = 0;
          break;
        }
        const retryAt = epochMs(clock.now() + TRY_AGAIN_MS);
        emit({ type: 'server.failed', failure, retryAt });
        await clock.sleep(TRY_AGAIN_MS, signal).catch(() => undefined);
        break;
      }
      await aborted(signal);
      await server.close();
      return;
    }
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
