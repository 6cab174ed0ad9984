import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** Connections that are opened and do as little as they can. */
export interface Flood {
  readonly sockets: readonly Socket[];
  /** How many the other side has let go of by now. */
  readonly refused: number;
  end(): void;
}

/** Opens so many connections at once and sends `text` on each; settled when each is open or refused. */
export async function flood(url: string, many: number, text: string): Promise<Flood> {
  const { hostname, port } = new URL(url);
  let refused = 0;
  const sockets = Array.from({ length: many }, () => {
    const socket = connect(Number(port), hostname);
    socket.on('error', () => undefined);
    socket.once('close', () => (refused += 1));
    return socket;
  });
  await Promise.all(
    sockets.map(async (socket) => {
      await Promise.race([once(socket, 'connect'), once(socket, 'close')]);
      if (!socket.destroyed) socket.write(text);
    }),
  );
  return {
    sockets,
    get refused() {
      return refused;
    },
    end: () => sockets.forEach((socket) => socket.destroy()),
  };
}
