import { createHash } from 'node:crypto';
import { afterEach } from '@jest/globals';
import {
  startNightscoutStandIn,
  type NightscoutStandInOptions,
  type Row,
  type RunningNightscoutStandIn,
} from '../../../src/simulator/index.ts';
import { handClock, type HandClock } from '../share-caller.ts';

export const SECRET = 'this is my long pass phrase';
export const HASH = createHash('sha1').update(SECRET).digest('hex');
export const NOW = 1_731_646_000_000;

const running: RunningNightscoutStandIn[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((site) => site.stop()));
});

export async function started(
  change: Partial<NightscoutStandInOptions> = {},
): Promise<{ site: RunningNightscoutStandIn; clock: HandClock }> {
  const clock = handClock(NOW);
  const site = await startNightscoutStandIn({ clock, apiSecret: SECRET, ...change });
  running.push(site);
  return { site, clock };
}

export async function ask(
  site: RunningNightscoutStandIn,
  method: string,
  path: string,
  { body, headers }: { body?: unknown; headers?: Record<string, string> } = {},
): Promise<{ status: number; text: string; rows: Row[]; headers: Headers }> {
  const res = await fetch(site.url + path, {
    method,
    redirect: 'manual',
    headers: { 'api-secret': HASH, 'content-type': 'application/json', ...headers },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await res.text();
  const rows = text.startsWith('[') ? (JSON.parse(text) as Row[]) : [];
  return { status: res.status, text, rows, headers: res.headers };
}

export function sgv(date: number, more: Row = {}): Row {
  return { type: 'sgv', sgv: 120, date, dateString: new Date(date).toISOString(), ...more };
}
