import type { Clock } from '../../platform/clock.ts';
import { selfSignedPair, type TlsPair } from '../tls/self-signed-pair.ts';
import { startWireServer, type WireServerOptions } from './wire-server.ts';

/** Where a simulated service listens. */
export interface ListenOptions {
  readonly clock: Clock;
  /** What slow and late answers wait by; `clock` when absent. Give the machine's own where `clock` runs faster. */
  readonly wireClock?: Clock;
  /** Loopback by default. */
  readonly host?: string;
  /** 0 (default) takes any free port. */
  readonly port?: number;
  /** HTTPS on `port`: with the given pair, or with a fresh one for localhost. */
  readonly tls?: boolean | TlsPair;
  /** A second listener that speaks HTTPS, with the same accounts and faults. */
  readonly tlsPort?: number;
}

/** A service on one listener or on two. */
export interface ServedBoth {
  /** Base URL without a path, e.g. `http://127.0.0.1:40123`. */
  readonly url: string;
  readonly port: number;
  /** Base URL of the HTTPS listener, where there is one. */
  readonly tlsUrl: string | undefined;
  /** The certificate to trust, in PEM. */
  readonly certificate: string | undefined;
  stop(): Promise<void>;
}

const MAX_BODY_BYTES = 1_000_000;

/** Listens on plain http, https or both. Rejects when a port is taken; then nothing listens. */
export async function serveBoth(
  options: ListenOptions,
  answer: WireServerOptions['answer'],
): Promise<ServedBoth> {
  const { clock, host = '127.0.0.1', port = 0, tlsPort, tls } = options;
  const pair = pairFor(options);
  const wire = {
    host,
    clock,
    wireClock: options.wireClock ?? clock,
    answer,
    maxBodyBytes: MAX_BODY_BYTES,
  };
  const main = await startWireServer({ ...wire, port, ...(tls && pair ? { tls: pair } : {}) });
  const second =
    tlsPort === undefined || !pair
      ? undefined
      : await startWireServer({ ...wire, port: tlsPort, tls: pair }).catch(
          async (thrown: unknown) => {
            await main.stop();
            throw thrown;
          },
        );
  return {
    url: main.url,
    port: main.port,
    tlsUrl: second?.url ?? (tls ? main.url : undefined),
    certificate: pair?.cert,
    async stop() {
      await Promise.all([main.stop(), second?.stop()]);
    },
  };
}

function pairFor({ tls, tlsPort, clock }: ListenOptions): TlsPair | undefined {
  if (typeof tls === 'object') return tls;
  return tls === true || tlsPort !== undefined ? selfSignedPair(clock.now()) : undefined;
}
