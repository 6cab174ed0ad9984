import { once } from 'node:events';
import { connect } from 'node:net';

/** Connections that are opened and do as little as they can. */
export interface Flood {
  end(): void;
}

/** Opens so many connections at once and sends `text` on each; settled when each is open or refused. */
export async function flood(url: string, many: number, text: string): Promise<Flood> {
  const { hostname, port } = new URL(url);
  const sockets = Array.from({ length: many }, () => {
    const socket = connect(Number(port), hostname);
    socket.on('error', () => undefined);
    return socket;
  });
  await Promise.all(
    sockets.map(async (socket) => {
      await Promise.race([once(socket, 'connect'), once(socket, 'close')]);
      if (!socket.destroyed) socket.write(text);
    }),
  );
  return { end: () => sockets.forEach((socket) => socket.destroy()) };
}
