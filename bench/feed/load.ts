import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** What is asked, over and over. */
export interface Asked {
  /** Without a slash at its end. */
  readonly url: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** How it went. */
export interface Load {
  readonly perSecond: number;
  readonly p99Ms: number;
}

/** Ends after so much time, or after so many requests. */
export type Until = { readonly ms: number } | { readonly requests: number };

/** Kept-alive connections, each with one request under way. */
const CONNECTIONS = 10;
const HEAD_END = Buffer.from('\r\n\r\n');
const LAST_CHUNK = Buffer.from('\r\n0\r\n\r\n');

/**
 * Asks over kept-alive connections, each for the next as soon as it has an answer. The client reads no more of an answer than
 * where it ends, so that it costs the machine little. @throws Error on any answer but 200
 */
export async function load(asked: Asked, until: Until): Promise<Load> {
  const { hostname, port, host } = new URL(asked.url);
  const headers = { host, ...asked.headers };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  const question = Buffer.from(`GET ${asked.path} HTTP/1.1\r\n${lines.join('')}\r\n`);
  const tookMs: number[] = [];
  const startedAt = performance.now();
  let left = 'requests' in until ? until.requests : Number.POSITIVE_INFINITY;
  const endAt = 'ms' in until ? startedAt + until.ms : Number.POSITIVE_INFINITY;
  await Promise.all(
    Array.from({ length: CONNECTIONS }, async () => {
      const socket = connect(Number(port), hostname);
      await once(socket, 'connect');
      socket.setNoDelay(true);
      try {
        while (left > 0 && performance.now() < endAt) {
          left -= 1;
          const askedAt = performance.now();
          await exchange(socket, question);
          tookMs.push(performance.now() - askedAt);
        }
      } finally {
        socket.destroy();
      }
    }),
  );
  const seconds = (performance.now() - startedAt) / 1_000;
  tookMs.sort((a, b) => a - b);
  const p99Ms = tookMs[Math.ceil(tookMs.length * 0.99) - 1] ?? Number.NaN;
  return { perSecond: tookMs.length / seconds, p99Ms };
}

/** One request and its whole answer. */
function exchange(socket: Socket, question: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    let head: Buffer | undefined = Buffer.alloc(0);
    /** Bytes of the body to come; undefined where it comes in chunks. */
    let missing: number | undefined;
    let tail: Buffer = Buffer.alloc(0);
    const settle = (thrown?: Error) => {
      socket.off('data', take).off('error', settle).off('close', closed);
      if (thrown) reject(thrown);
      else resolve();
    };
    const closed = () => settle(new Error('the connection was closed'));
    const take = (chunk: Buffer) => {
      let body = chunk;
      if (head !== undefined) {
        head = Buffer.concat([head, chunk]);
        const end = head.indexOf(HEAD_END);
        if (end < 0) return;
        const text = head.toString('latin1', 0, end);
        if (!text.startsWith('HTTP/1.1 200 ')) {
          settle(new Error(text));
          return;
        }
        const [, length] = /\r\ncontent-length: (\d+)/i.exec(text) ?? [];
        missing = length === undefined ? undefined : Number(length);
        body = head.subarray(end + (missing === undefined ? 2 : HEAD_END.length));
        head = undefined;
      }
      if (missing !== undefined) {
        missing -= body.length;
        if (missing <= 0) settle();
        return;
      }
      tail = Buffer.concat([tail, body]).subarray(-LAST_CHUNK.length);
      if (tail.equals(LAST_CHUNK)) settle();
    };
    socket.on('data', take).once('error', settle).once('close', closed);
    socket.write(question);
  });
}
