import {
  createServer as createHttpServer,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import type { Clock } from '../../platform/clock.ts';
import type { TlsPair } from '../tls/self-signed-pair.ts';
import { receiveRequest } from './receive-request.ts';
import { sendReply } from './send-reply.ts';
import { textReply, type WireReply, type WireRequest } from './wire-reply.ts';

/** What a simulated server is started with. */
export interface WireServerOptions {
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  readonly tls?: TlsPair;
  readonly clock: Clock;
  /** What late and slow answers wait by. */
  readonly wireClock: Clock;
  /** Largest body taken, in bytes. */
  readonly maxBodyBytes: number;
  readonly answer: (request: WireRequest, signal: AbortSignal) => Promise<WireReply>;
}

/** A listening server with full control over its connections. */
export interface WireServer {
  readonly url: string;
  readonly port: number;
  /** Stops listening and cuts every connection. */
  stop(): Promise<void>;
}

/** Listens and answers. Rejects when the port is taken. */
export async function startWireServer(options: WireServerOptions): Promise<WireServer> {
  const stopping = new AbortController();
  const sockets = new Set<Socket>();
  const busy = new WeakMap<object, number>();
  const spoilt = new WeakSet();
  const onRequest = (req: IncomingMessage, res: ServerResponse): void => {
    const { socket } = req;
    busy.set(socket, (busy.get(socket) ?? 0) + 1);
    res.on('close', () => {
      busy.set(socket, (busy.get(socket) ?? 1) - 1);
      if (spoilt.has(socket)) socket.end();
    });
    // A client that hangs up in mid-answer is part of the game.
    res.on('error', () => undefined);
    serve(req, res, options, stopping.signal).catch(() => {
      socket.destroy();
    });
  };
  const server: Server = options.tls
    ? createHttpsServer({ key: options.tls.key, cert: options.tls.cert }, onRequest)
    : createHttpServer(onRequest);
  server.keepAliveTimeout = 0;
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => undefined);
  });
  // QUIRK(share2nightscout-bridge, 2026-11): it announces an empty body and then sends two stray bytes. Node
  // would cut the connection at them; Dexcom answers, so a connection that still awaits an answer is left alone.
  server.on('clientError', (_error, socket) => {
    spoilt.add(socket);
    if ((busy.get(socket) ?? 0) <= 0) socket.destroy();
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, options.host, () => {
      server.off('error', reject);
      resolve();
    });
  });
  const { port } = server.address() as AddressInfo;
  const host = options.host.includes(':') ? `[${options.host}]` : options.host;
  return {
    url: `${options.tls ? 'https' : 'http'}://${host}:${port}`,
    port,
    async stop() {
      stopping.abort(new Error('the simulator stops'));
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

async function serve(
  req: IncomingMessage,
  res: ServerResponse,
  options: WireServerOptions,
  signal: AbortSignal,
): Promise<void> {
  const request = await receiveRequest(req, options.maxBodyBytes);
  let reply: WireReply;
  try {
    reply = await options.answer(request, signal);
  } catch (thrown) {
    if (signal.aborted) throw thrown;
    const text = thrown instanceof Error ? thrown.message : 'unknown fault';
    reply = textReply(500, 'text/plain', `The simulator itself failed: ${text}`);
  }
  const acceptsGzip = /\bgzip\b/.test(request.headers['accept-encoding'] ?? '');
  const { clock, wireClock } = options;
  await sendReply(res, reply, { clock, wireClock, acceptsGzip, signal });
}
