import type { ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import type { Clock } from '../../platform/clock.ts';
import { httpDate } from './http-date.ts';
import type { WireReply } from './wire-reply.ts';

/** Pieces a slow body is sent in. */
const SLOW_PIECES = 8;

/** How an answer is written. */
export interface Sending {
  /** The hour in the `Date` header. */
  readonly clock: Clock;
  /** What slow and late answers wait by. */
  readonly wireClock: Clock;
  readonly acceptsGzip: boolean;
  /** Aborted when the server stops. */
  readonly signal: AbortSignal;
}

/** Sends one answer the way its delivery says; resolves when nothing more will be sent. */
export async function sendReply(
  res: ServerResponse,
  reply: WireReply,
  { clock, wireClock, acceptsGzip, signal }: Sending,
): Promise<void> {
  const { delivery } = reply;
  if (delivery.kind === 'never') return;
  if (delivery.kind === 'reset') {
    res.socket?.resetAndDestroy();
    return;
  }
  if (delivery.kind === 'late') await wireClock.sleep(delivery.afterMs, signal);
  res.sendDate = false;
  res.statusCode = reply.status;
  res.setHeader('date', httpDate(clock.now()));
  for (const [name, value] of Object.entries(reply.headers)) res.setHeader(name, value);
  const plain = reply.bytes === undefined ? Buffer.from(reply.body, 'utf8') : reply.bytes;
  if (reply.status === 204 || reply.status === 304) {
    res.end();
    return;
  }
  // As the real servers do: only a whole 200 is packed, and only when asked.
  const packed = acceptsGzip && reply.status === 200 && plain.length > 0;
  const bytes = packed ? gzipSync(plain) : plain;
  if (packed) res.setHeader('content-encoding', 'gzip');
  if (delivery.kind === 'cut') {
    res.setHeader('content-length', Math.max(bytes.length, 2));
    res.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => res.socket?.destroy());
    return;
  }
  if (delivery.kind === 'slow') {
    const size = Math.max(1, Math.ceil(bytes.length / SLOW_PIECES));
    res.flushHeaders();
    for (let at = 0; at < bytes.length && !res.destroyed; at += size) {
      await wireClock.sleep(Math.round(delivery.overMs / SLOW_PIECES), signal);
      res.write(bytes.subarray(at, at + size));
    }
    res.end();
    return;
  }
  res.setHeader('content-length', bytes.length);
  res.end(bytes);
}
