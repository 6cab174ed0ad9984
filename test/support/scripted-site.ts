import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from '@jest/globals';
import { BridgeFailure } from '../../src/domain/failure.ts';
import { epochMs } from '../../src/domain/instant.ts';
import type { JournalRecord } from '../../src/domain/journal-record.ts';
import type { Reading } from '../../src/domain/reading.ts';
import { keyedFingerprint } from '../../src/platform/fingerprint.ts';
import { createHttpClient } from '../../src/platform/http-client.ts';
import { Secret } from '../../src/platform/secret.ts';
import { createRestV1Sink } from '../../src/sinks/nightscout/rest-v1/index.ts';
import type { Sink } from '../../src/sinks/sink.ts';
import { FakeClock } from './fake-clock.ts';
import { makeRecord } from './make-record.ts';

/** A request as the scripted site saw it. */
export interface SiteRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly rows: readonly Record<string, unknown>[];
}
/** What the site does with a request. */
export type Answer = (request: SiteRequest, reply: ServerResponse) => void;

/** Where the records begin. */
export const BASE = epochMs(1_700_000_000_123);
/** A signal that is never aborted. */
export const never = new AbortController().signal;
/** The sink’s clock. */
export const clock = new FakeClock();
const servers: Server[] = [];
const http = createHttpClient('test');

/** Closes every site that was started. */
export async function closeSites(): Promise<void> {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}

/** Starts a site that answers as it is told, and keeps what it was asked. */
export async function site(answer: Answer): Promise<{ url: string; requests: SiteRequest[] }> {
  const requests: SiteRequest[] = [];
  const server = createServer((incoming, reply) => {
    let text = '';
    incoming.on('data', (chunk: Buffer) => (text += chunk.toString()));
    incoming.on('end', () => {
      const request: SiteRequest = {
        method: incoming.method ?? '',
        url: decodeURIComponent(incoming.url ?? ''),
        headers: incoming.headers,
        rows: text === '' ? [] : (JSON.parse(text) as Record<string, unknown>[]),
      };
      requests.push(request);
      answer(request, reply);
    });
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, requests };
}

/** Answers JSON. */
export const json = (reply: ServerResponse, value: unknown, status = 200): void => {
  reply.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
};
/** Answers a page. */
export const html = (
  reply: ServerResponse,
  status: number,
  headers: Record<string, string> = {},
): void => {
  reply.writeHead(status, { 'content-type': 'text/html', ...headers }).end('<h1>a page</h1>');
};
/** A sink of the site. */
export const sinkOf = (
  siteUrl: string,
  toleranceMs = 0,
  kind: 'secret' | 'token' = 'secret',
): Sink =>
  createRestV1Sink({
    options: {
      siteUrl,
      credential: { kind, value: new Secret('this is my long pass phrase') },
      device: 'device',
      toleranceMs,
    },
    http,
    clock,
    fingerprint: keyedFingerprint('key'),
  });
/** The first records after BASE. */
export const records = (count: number): JournalRecord<Reading>[] =>
  Array.from({ length: count }, (_, index) => makeRecord(BASE, index));
/** The failure that the work ends with. */
export const failureOf = async (work: Promise<unknown>): Promise<BridgeFailure> => {
  const thrown: unknown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(thrown).toBeInstanceOf(BridgeFailure);
  return thrown as BridgeFailure;
};
