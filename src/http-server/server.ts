import { createServer, type Server } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { Hono } from 'hono';
import { secureHeaders } from 'hono/secure-headers';
import { BridgeFailure } from '../domain/failure.ts';
import { oneAtATime } from './one-at-a-time.ts';

/** Where to listen. `host` is a name or an address without brackets; port 0 takes any free one. */
export interface ListenAddress {
  readonly host: string;
  readonly port: number;
}

/** Routes under a path. */
export interface Mount {
  readonly path: string;
  readonly routes: Hono;
}

/** The one HTTP server of the program. */
export interface HttpServer {
  /** Listens; resolves with the address that was taken. Throws BridgeFailure `server.in_use`, `server.not_allowed` or `server.bad_address`. */
  open(): Promise<ListenAddress>;
  /** Ends every connection and lets go of the port. */
  close(): Promise<void>;
}

/** A reader that is slower than this is let go, in ms. */
const REQUEST_TIMEOUT_MS = 15_000;
const KEEP_ALIVE_MS = 5_000;
/** A connection on which nothing moves for so long is ended, as its reader takes nothing; an open page hears a beat sooner. In ms. */
const STILL_MS = 60_000;
/** Someone who tries secrets by the hundred at once must not take the place of who has the right one. */
const MOST_CONNECTIONS = 1_000;
const MOST_HEADER_BYTES = 16_384;

/** Mounts what it is handed; knows no route itself. @param stillMs how long a reader may take nothing */
export function createHttpServer(
  address: ListenAddress,
  mounts: readonly Mount[],
  stillMs = STILL_MS,
): HttpServer {
  const app = new Hono();
  // It speaks http; whether a family’s whole domain may be had by https only is for the proxy before it to say.
  app.use(secureHeaders({ strictTransportSecurity: false }));
  app.use(async (context, next) => {
    await next();
    if (!context.res.headers.has('cache-control')) context.header('Cache-Control', 'no-store');
    // Who is told to wait waits outside.
    if (context.res.status === 429) context.header('Connection', 'close');
  });
  for (const { path, routes } of mounts) app.route(path, routes);
  app.notFound((context) => context.json({ status: 404, message: 'Not found' }, 404));
  app.onError((_thrown, context) => context.json({ status: 500, message: 'Internal error' }, 500));
  let server: Server | undefined;
  return {
    async open() {
      const made = createServer(
        { requestTimeout: REQUEST_TIMEOUT_MS, maxHeaderSize: MOST_HEADER_BYTES },
        getRequestListenerOf(app),
      );
      made.headersTimeout = REQUEST_TIMEOUT_MS;
      made.keepAliveTimeout = KEEP_ALIVE_MS;
      made.timeout = stillMs;
      made.maxConnections = MOST_CONNECTIONS;
      await listen(made, address);
      // Once it listens, a fault of the listening socket (no file handles left) concerns one caller only.
      made.on('error', () => undefined);
      // The next caller finds the places of those who only keep a connection for later.
      made.on('drop', () => made.closeIdleConnections());
      server = made;
      const taken = made.address();
      return {
        host: address.host,
        port: typeof taken === 'object' && taken ? taken.port : address.port,
      };
    },
    async close() {
      const open = server;
      server = undefined;
      if (open === undefined) return;
      await new Promise<void>((resolve) => {
        open.close(() => resolve());
        open.closeAllConnections();
      });
    },
  };
}

/** `host:port` or `[v6]:port`, as people write it. */
export function printAddress({ host, port }: ListenAddress): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}

function getRequestListenerOf(app: Hono): Parameters<typeof createServer>[1] {
  // HTTP/1.0 names no host; small watches speak it.
  const options = { overrideGlobalObjects: false, hostname: 'localhost' };
  const listener = getRequestListener(app.fetch, options);
  return oneAtATime((incoming, outgoing) => void listener(incoming, outgoing));
}

function listen(server: Server, address: ListenAddress): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (thrown: NodeJS.ErrnoException) => reject(toFailure(thrown, address)));
    server.listen(address.port, address.host, resolve);
  });
}

function toFailure(thrown: NodeJS.ErrnoException, address: ListenAddress): BridgeFailure {
  const where = printAddress(address);
  switch (thrown.code ?? '') {
    case 'EADDRINUSE':
      return new BridgeFailure(
        'server.in_use',
        'transient',
        `Another program listens on ${where}. Stop it, or choose another address with LISTEN (port 0 takes any free one). Glucose goes on without page and feed.`,
      );
    case 'EACCES':
    case 'EPERM':
      return new BridgeFailure(
        'server.not_allowed',
        'config',
        `This user may not listen on ${where}: choose a port above 1023 with LISTEN. Glucose goes on without page and feed.`,
      );
    default:
      return new BridgeFailure(
        'server.bad_address',
        'config',
        `This machine cannot listen on ${where} (${thrown.code ?? 'unknown fault'}): LISTEN must name one of its own addresses, such as 127.0.0.1:17580 or 0.0.0.0:17580. Glucose goes on without page and feed.`,
      );
  }
}
