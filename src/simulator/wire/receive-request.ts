import type { IncomingMessage } from 'node:http';
import type { WireRequest } from './wire-reply.ts';

/** Reads one request whole. A body beyond `maxBodyBytes` is read to its end and forgotten. */
export async function receiveRequest(
  req: IncomingMessage,
  maxBodyBytes: number,
): Promise<WireRequest> {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of req as AsyncIterable<Buffer>) {
    size += piece.length;
    if (size <= maxBodyBytes) pieces.push(piece);
  }
  const target = req.url ?? '/';
  const mark = target.indexOf('?');
  const rawPath = mark < 0 ? target : target.slice(0, mark);
  const rawQuery = mark < 0 ? '' : target.slice(mark + 1);
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(req.headers)) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  const tooLarge = size > maxBodyBytes;
  return {
    method: req.method ?? 'GET',
    path: decodePath(rawPath),
    rawQuery,
    query: new URLSearchParams(rawQuery),
    headers,
    body: tooLarge ? '' : Buffer.concat(pieces).toString('utf8'),
    tooLarge,
    bodyBytes: size,
    remoteAddress: req.socket.remoteAddress ?? '',
    secure: 'encrypted' in req.socket,
  };
}

function decodePath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
