import type { RequestListener } from 'node:http';
import type { Socket } from 'node:net';

/** Nobody that reads glucose asks ahead; who asks for more than this many answers ahead is let go. */
const MOST_WAITING = 16;

/**
 * Answers the requests of one connection one after the other. Node begins to answer all that were sent ahead at once, and
 * holds every answer in memory until those before it were read: a single caller that reads nothing could fill it.
 */
export function oneAtATime(answer: RequestListener): RequestListener {
  const waiting = new WeakMap<Socket, (() => void)[]>();

  return (incoming, outgoing) => {
    const { socket } = incoming;
    const begin = () => {
      outgoing.once('close', () => {
        const queue = waiting.get(socket);
        const next = queue?.shift();
        if (next === undefined) waiting.delete(socket);
        else if (!socket.destroyed) next();
      });
      answer(incoming, outgoing);
    };
    const queue = waiting.get(socket);
    if (queue === undefined) {
      waiting.set(socket, []);
      begin();
    } else if (queue.length < MOST_WAITING) queue.push(begin);
    else socket.destroy();
  };
}
