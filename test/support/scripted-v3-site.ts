import type { ServerResponse } from 'node:http';
import type { Clock } from '../../src/platform/clock.ts';
import { keyedFingerprint } from '../../src/platform/fingerprint.ts';
import { createHttpClient, type HttpCall } from '../../src/platform/http-client.ts';
import { Secret } from '../../src/platform/secret.ts';
import { createRestV3Sink } from '../../src/sinks/nightscout/rest-v3/index.ts';
import type { Sink } from '../../src/sinks/sink.ts';
import { clock, html, json, site, type Answer, type SiteRequest } from './scripted-site.ts';

/** The access token of every sink of a scripted site. */
export const TOKEN = 'bridge-0123456789abcdef';
/** Where a pass is asked for. */
export const PASS_PATH = `/api/v2/authorization/request/${TOKEN}`;
const EIGHT_HOURS_S = 28_800;

/** Starts a site that gives out the passes `pass-1`, `pass-2` … and answers all else as it is told. */
export async function v3Site(
  answer: Answer,
): Promise<{ url: string; requests: SiteRequest[]; asked: () => string[] }> {
  let passes = 0;
  const { url, requests } = await site((request, reply) => {
    if (request.url !== PASS_PATH) {
      answer(request, reply);
      return;
    }
    passes += 1;
    // Its clock is years off: only the length of a life counts.
    json(reply, { token: `pass-${passes}`, sub: 'bridge', iat: 1_000, exp: 1_000 + EIGHT_HOURS_S });
  });
  const asked = () =>
    requests.map(({ method, url: path }) => `${method} ${path.replace(/\?.*/, '')}`);
  return { url, requests, asked };
}

/** Nothing lies there, and whatever is put is taken. */
export const empty: Answer = ({ method, url, rows }, reply) => {
  if (method === 'GET') found(reply, url, []);
  else taken(reply, rows, method === 'PUT' || method === 'POST' ? 201 : 200);
};

/** Answers a question by rows, and one for a single row as if there were none. */
export function found(reply: ServerResponse, url: string, rows: readonly object[]): void {
  if (/^[^?]*\/entries\/[^?]/.test(url)) json(reply, { status: 404 }, 404);
  else json(reply, { status: 200, result: rows });
}

/** Confirms a document. */
export function taken(reply: ServerResponse, document: unknown, status: number): void {
  const { identifier } = document as { identifier?: string };
  json(reply, { status, ...(status === 201 ? { identifier } : {}), lastModified: 1 }, status);
}

/** A sink of the site, with whoever hears of its calls. */
export function v3SinkOf(
  siteUrl: string,
  toleranceMs = 150_000,
  onCall?: (call: HttpCall) => void,
  hour: Clock = clock,
): Sink {
  return createRestV3Sink({
    options: { siteUrl, token: new Secret(TOKEN), device: 'device', toleranceMs },
    http: createHttpClient('test', onCall ? { onCall } : {}),
    clock: hour,
    fingerprint: keyedFingerprint('key'),
  });
}

export { html, json };
